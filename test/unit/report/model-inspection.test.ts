import {describe, expect, it} from 'vitest';
import {renderInspection} from '../../../src/report/inspection.js';
import type {ModelInspection} from '../../../src/report/model-inspection.js';
import {sampleNetwork} from '../../support/sample-sweep.js';

const network = sampleNetwork('encoder', 2);
const INSPECTION: ModelInspection = {
  kind: 'model',
  file: './encoder.onnx',
  network: {
    ...network,
    layers: network.layers.map((layer) => ({...layer, operators: ['Conv', 'Relu', 'Conv', 'Relu', 'Add']})),
    dimensions: {sequence: 128},
    trial: {cost: 1.0213},
  },
  inputs: [
    {name: 'ids', shape: [32, 128], type: 'int64', below: 40},
    {name: 'x', shape: [32, 8], type: 'float32', below: 2},
  ],
  handedOn: [
    [
      {name: 'a', shape: [32, 8, 4, 4]},
      {name: 'b', shape: [32, 8]},
    ],
    [{name: 'y', shape: [32, 10]}],
  ],
};

describe('a look into a model', () => {
  it('shows its inputs, its layers, and what they cost', () => {
    const lines = renderInspection(INSPECTION).split('\n');
    expect(lines.slice(0, 4)).toEqual([
      './encoder.onnx: encoder:batch=32:gpu, content encoder00000',
      'inputs     ids int64 32×128, x float32 32×8',
      'dimensions sequence=128',
      "cost       1.021 of the uncut model's time here",
    ]);
    expect(lines.map((line) => line.trim().split(/\s{2,}/))).toContainEqual([
      ...['0 layer-0', '1.00 G', '1.00 MB', '32×8×4×4, 32×8', 'Conv 2, Relu 2, Add'],
    ]);
  });

  it('leaves out what was not asked for', () => {
    const plain = renderInspection({...INSPECTION, network});
    expect(plain).not.toMatch(/dimensions|cost/);
  });
});
