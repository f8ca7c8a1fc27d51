import {describe, expect, it} from 'vitest';

import type {InferenceRuntime, TensorMap} from '../../../src/core/inference.js';
import {loadWholeNetwork} from '../../../src/executors/whole-network.js';

const tensor = (value: number) => ({shape: [1], data: Float32Array.of(value)});

describe('loadWholeNetwork', () => {
  it('feeds a model with the tensors of an activation by name, and lets go of it', async () => {
    const log: unknown[] = [];
    const runtime: InferenceRuntime = {
      load: (model) =>
        Promise.resolve({
          inputNames: ['mask', 'ids'],
          outputNames: ['out'],
          run: (feeds: TensorMap) => {
            log.push(feeds);
            return Promise.resolve({out: tensor(model.length)});
          },
          runNow: () => expect.unreachable(),
          release: () => {
            log.push('released');
            return Promise.resolve();
          },
        }),
    };
    const whole = await loadWholeNetwork(new Uint8Array(3), ['ids', 'mask'], runtime);
    await expect(whole.run({...tensor(1), tensors: {ids: tensor(1), mask: tensor(2)}})).resolves.toEqual({
      out: tensor(3),
    });
    await whole.release();
    expect(log).toEqual([{ids: tensor(1), mask: tensor(2)}, 'released']);
  });
});
