// Makes the low-rank variants of one export of ImageNet's size, with nothing kept from before, in a process of its own: prints
// seconds and peak memory.
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {performance} from 'node:perf_hooks';
import {OnnxRuntime} from '../../src/executors/onnx-runtime.js';
import {FactorCache} from '../../src/onnx/factor-cache.js';
import {addLowRankVariants} from '../../src/onnx/low-rank-variants.js';
import {readModel} from '../../src/onnx/model.js';
import {partitionModel} from '../../src/onnx/partition.js';
import {RuntimeGemm} from '../../src/onnx/runtime-gemm.js';
import {unpackExport, type ExportName} from '../support/imagenet-exports.js';

const name = process.argv[2] as ExportName;
const folder = mkdtempSync(path.join(tmpdir(), 'neuos-bench-'));
const runtime = new OnnxRuntime({threads: 2});
const file = unpackExport(name, folder);
const startMs = performance.now();
const gemm = await RuntimeGemm.create(runtime);
const model = await partitionModel(await readModel(file), {batch: 1, engine: 'cpu', runtime});
const {network} = await addLowRankVariants(model, {cache: new FactorCache(gemm, path.join(folder, 'factors'))});
const seconds = (performance.now() - startMs) / 1000;
await gemm.release();
rmSync(folder, {recursive: true});
const variants = network.layers.reduce((total, layer) => total + layer.variants.length - 1, 0);
console.log(JSON.stringify({seconds, variants, peakMb: process.resourceUsage().maxRSS / 1024}));
