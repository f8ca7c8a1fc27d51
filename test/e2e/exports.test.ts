import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {beforeAll, describe, expect, it} from 'vitest';
import type {ModelInspection} from '../../src/report/model-inspection.js';
import type {LowRankReport} from '../../src/report/lowrank.js';
import type {ProfileReport} from '../../src/report/profile-result.js';
import type {CohortSummary} from '../../src/core/schedule/summary.js';
import {writeImage} from '../support/image-folder.js';
import {neuos, neuosJson} from '../support/neuos.js';
import {sharedFolder} from '../support/temporary-folder.js';
import {node, tinyModelBytes, input, weight} from '../support/tiny-model.js';
import {writeTokenNetwork} from '../support/token-network.js';

// Networks as a user brings them: token numbers of open length, and images of the user's own.
const folder = sharedFolder();
const TOKENS = ['profile', '--model', './tokens.onnx', '--batch', '4'];
const CUT = [...TOKENS, '--dimension', 'sequence=16'];
const IMAGES = path.join(folder, 'images');

beforeAll(async () => {
  writeTokenNetwork(path.join(folder, 'tokens.onnx'));
  writeFileSync(
    path.join(folder, 'colours.onnx'),
    tinyModelBytes({
      inputs: [input('x', ['n', 3, 8, 8])],
      nodes: [
        node('Conv', ['x', 'w1'], ['c']),
        node('Relu', ['c'], ['r']),
        node('GlobalAveragePool', ['r'], ['g']),
        node('Flatten', ['g'], ['f']),
        node('Gemm', ['f', 'w2'], ['y']),
      ],
      weights: [weight('w1', [32, 3, 3, 3]), weight('w2', [32, 3])],
    }),
  );
  for (let n = 0; n < 8; n += 1) {
    await writeImage(path.join(IMAGES, 'red', `${n}.png`), [255 - n, n, 0]);
    await writeImage(path.join(IMAGES, 'green', `${n}.jpg`), [0, 255 - n, 3 * n]);
    await writeImage(path.join(IMAGES, 'blue', `${n}.png`), [n, 0, 255 - 9 * n]);
  }
}, 120_000);

describe('a network of several inputs and open dimensions', () => {
  it('is refused without their size, with the command that gives it', async () => {
    const {exitCode, stderr} = await neuos(folder, ...TOKENS, '--quiet');
    expect(exitCode).toBe(4);
    expect(stderr).toBe(
      "Error: Dimension 1 ('sequence') of input ids of ./tokens.onnx is not fixed, and no size was given for it.\n" +
        '  Try: neuos profile --model ./tokens.onnx --dimension sequence=128\n',
    );
  });

  it('is profiled with its accuracy, put into tables and run with the layers it was given', async () => {
    const profiled = await neuosJson<ProfileReport>(folder, ...CUT, '--granularity', 'finest', '--approximations', '4');
    expect(profiled.identity.granularity).toBe('finest');
    expect(profiled.networks).toMatchObject([{name: 'tokens', dimensions: {sequence: 16}}]);
    expect(profiled.networks[0]?.layers).toHaveLength(3);
    expect(await neuosJson(folder, 'inspect', profiled.file)).toMatchObject({variantLosses: 2});
    await neuosJson(folder, 'build-tables', '--profile', profiled.file);
    const run = ['run', '--network', './tokens.onnx:batch=4,period=9ms', '--jobs', '30', '--execute', '10'];
    const {accuracy} = await neuosJson<CohortSummary>(folder, ...run);
    expect(accuracy).toMatchObject({images: 40, originalTop1: 1});
  });

  it('shows its layers when it is looked into', async () => {
    const look = ['inspect', './tokens.onnx', '--dimension', 'sequence=16', '--granularity', 'finest'];
    const {network, handedOn} = await neuosJson<ModelInspection>(folder, ...look, '--batch', '2');
    expect(network.layers.map(({operators}) => operators.join(' '))).toEqual([
      'Gather Mul MatMul Relu',
      'MatMul ReduceMean',
      'Gemm',
    ]);
    expect(network.layers[0]?.variants[0].cost.flops).toBeGreaterThan(2 * 2 * 16 * 64 * 64);
    expect(handedOn.map(([tensor]) => tensor?.shape)).toEqual([
      [2, 16, 64],
      [2, 64],
      [2, 12],
    ]);
    const cut = await neuos(folder, 'inspect', 'profiles/none.sqlite', '--max-live', '2', '--quiet');
    expect(cut.exitCode).toBe(2);
  });

  it('is cut by a trial only once', async () => {
    const auto = [...CUT, '--granularity', 'auto', '--approximations', '0'];
    const first = await neuosJson<ProfileReport>(folder, ...auto);
    expect(first.networks[0]?.trial?.cost).toBeLessThanOrEqual(1.03);
    const second = await neuosJson<ProfileReport>(folder, ...auto);
    expect(second).toMatchObject({file: first.file, resumed: first.configurations});
    expect(second.networks).toEqual(first.networks);
  });

  it('is refused with flags that contradict each other, and with a dimension that it has not', async () => {
    const both = await neuos(folder, ...CUT, '--granularity', 'auto', '--min-layer-us', '50', '--quiet');
    expect(both).toMatchObject({
      exitCode: 2,
      stderr: 'Error: --granularity=auto cannot also be provided when using --min-layer-us\n',
    });
    const unknown = await neuos(folder, ...CUT, '--dimension', 'width=3', '--quiet');
    expect(unknown).toMatchObject({
      exitCode: 2,
      stderr: 'Error: --dimension width: no input of tokens leaves a dimension of that name open\n',
    });
  });
});

describe('images in a folder by class', () => {
  const lowrank = ['lowrank', './colours.onnx', '--batch', '2', '--data', IMAGES, '--resize', 'stretch'];

  it('judge a network by its labels', async () => {
    const report = await neuosJson<LowRankReport>(folder, ...lowrank, '--rank', '2', '--mean', '0.5', '--std', '0.25');
    expect(report.metric).toBe('top-1');
    expect(report.frontier[0]).toMatchObject({loss: 0, images: 12});
    expect(report.layers.flatMap(({variants}) => variants)).not.toEqual([]);
  });

  it('are refused where one of them is none, or where classes are not those of the network', async () => {
    const wrong = path.join(IMAGES, 'red', 'x.png');
    writeFileSync(wrong, readFileSync(path.join(IMAGES, 'red', '0.png')).subarray(0, 40));
    const {exitCode, stderr} = await neuos(folder, ...lowrank, '--quiet');
    expect(exitCode).toBe(4);
    expect(stderr).toMatch(/^Error: .*red\/x\.png is not an image that can be read: [^\n]+\n$/);
    const other = ['lowrank', './colours.onnx', '--batch', '2', '--data', folder];
    const fewer = await neuos(folder, ...other, '--quiet');
    expect(fewer.exitCode).toBe(4);
    expect(fewer.stderr).toMatch(/^Error: .* has \d+ folders? of classes, the network tells 3 apart\.\n$/);
  });

  it('are looked at before a sweep begins', async () => {
    // Wide enough to have variants, so that images are asked for.
    const nodes = [
      node('Conv', ['x', 'w1'], ['c']),
      node('Conv', ['c', 'w2'], ['d']),
      node('GlobalAveragePool', ['d'], ['g']),
      node('Flatten', ['g'], ['f']),
      node('Gemm', ['f', 'w3'], ['y']),
    ];
    const weights = [weight('w1', [64, 3, 3, 3]), weight('w2', [64, 64, 3, 3]), weight('w3', [64, 3])];
    const wide = tinyModelBytes({inputs: [input('x', ['n', 3, 8, 8])], nodes, weights});
    writeFileSync(path.join(folder, 'wide.onnx'), wide);
    const profile = ['profile', '--model', './wide.onnx', '--batch', '2', '--profile', 'wrong.sqlite'];
    const {exitCode, stderr} = await neuos(folder, ...profile, '--image-folder', folder, '--quiet');
    expect(exitCode).toBe(4);
    expect(stderr).toMatch(/ has \d+ folders? of classes, the network tells 3 apart\.\n$/);
    expect(existsSync(path.join(folder, 'wrong.sqlite'))).toBe(false);
  });

  it('are not asked for by a network without variants', async () => {
    const nodes = [node('GlobalAveragePool', ['x'], ['g']), node('Flatten', ['g'], ['y'])];
    const inputs = [input('x', ['n', 5, 8, 8])];
    writeFileSync(path.join(folder, 'pool.onnx'), tinyModelBytes({inputs, nodes, weights: []}));
    const profile = ['profile', '--model', './pool.onnx', '--batch', '2', '--image-folder', folder];
    expect((await neuosJson<ProfileReport>(folder, ...profile)).networks).toMatchObject([{name: 'pool'}]);
  });
});
