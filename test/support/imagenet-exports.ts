import {execFileSync} from 'node:child_process';
import {existsSync, readFileSync} from 'node:fs';
import path from 'node:path';

import type {Tensor} from '../../src/core/inference.js';
import {SHARED_MODELS} from './sample-networks.js';

/** Networks of ImageNet's size as PyTorch exports them, kept beside the repository. */
export const EXPORT_NAMES = ['alexnet', 'googlenet', 'resnet50', 'vgg19'] as const;
export type ExportName = (typeof EXPORT_NAMES)[number];

const FOLDER = path.join(SHARED_MODELS, 'imagenet-shaped');
const ARCHIVE = path.join(FOLDER, 'exports.tar.xz');
export const hasExports = existsSync(ARCHIVE);
if (!hasExports) console.warn(`${ARCHIVE} is absent: tests on exports of ImageNet's size are skipped.`);

/** Unpacks one export into `folder` and returns its path. */
export function unpackExport(name: ExportName, folder: string): string {
  execFileSync('tar', ['-xJf', ARCHIVE, '-C', folder, `./${name}.onnx`]);
  return path.join(folder, `${name}.onnx`);
}

/** First outputs for {@link referenceInput}, from another machine, and the largest magnitude of all outputs. */
export function referenceOutputs(name: ExportName): {readonly first8: readonly number[]; readonly absmax: number} {
  const text = readFileSync(path.join(FOLDER, 'reference-outputs.json'), 'utf8');
  const all = JSON.parse(text) as Readonly<Record<string, {first8: readonly number[]; absmax: number}>>;
  const found = all[`shared/${name}.onnx`];
  if (found === undefined) throw new Error(`no reference outputs of ${name}`);
  return found;
}

export function referenceInput(): Tensor {
  const shape = [1, 3, 224, 224];
  return {shape, data: Float32Array.from({length: 3 * 224 * 224}, (_, index) => (index % 251) / 125 - 1)};
}
