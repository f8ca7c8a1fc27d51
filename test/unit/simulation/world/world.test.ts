import {describe, expect, it} from 'vitest';
import {AGX_XAVIER} from '../../../../src/boards/catalogue/agx-xavier.js';
import {TX2} from '../../../../src/boards/catalogue/tx2.js';
import type {DvfsConfiguration} from '../../../../src/core/board/configuration.js';
import {AGX_XAVIER_COEFFICIENTS} from '../../../../src/simulation/world/agx-xavier.js';
import type {LayerTruth} from '../../../../src/simulation/world/layer-truth.js';
import {TX2_COEFFICIENTS} from '../../../../src/simulation/world/tx2.js';
import {World} from '../../../../src/simulation/world/world.js';
import {sampleNetwork} from '../../../support/sample-sweep.js';

const network = sampleNetwork('sample', 3);
const world = new World(TX2, TX2_COEFFICIENTS, 1);
const top = TX2.space.at(TX2.space.reference);

function truthAt(configuration: DvfsConfiguration, engine: 'gpu' | 'cpu' = 'gpu', of = world): LayerTruth {
  const truth = {latencyUs: 0, powerMw: 0};
  const index = of.board.space.indexOf(configuration);
  if (index === undefined) throw new Error('no such configuration');
  of.layerTruth(index, of.layer({...network, engine}, 0, 0), truth);
  return truth;
}

describe('World', () => {
  it('is the same for the same seed and another for another', () => {
    expect(truthAt(top, 'gpu', new World(TX2, TX2_COEFFICIENTS, 1))).toEqual(truthAt(top));
    expect(truthAt(top, 'gpu', new World(TX2, TX2_COEFFICIENTS, 2))).not.toEqual(truthAt(top));
  });

  it('is slower and draws less with a slower GPU', () => {
    const slow = truthAt({...top, gpuHz: 497.25e6});
    expect(slow.latencyUs).toBeGreaterThan(truthAt(top).latencyUs);
    expect(slow.powerMw).toBeLessThan(truthAt(top).powerMw);
  });

  it('does not slow the CPU engine down with a slower GPU as long as memory keeps up', () => {
    expect(truthAt({...top, gpuHz: 1211.25e6}, 'cpu').latencyUs / truthAt(top, 'cpu').latencyUs).toBeCloseTo(1, 2);
  });

  it('draws more than at rest while a layer runs', () => {
    expect(truthAt(top).powerMw).toBeGreaterThan(world.idlePowerMw(TX2.space.reference, 45_000));
  });

  it('leaks more when it is hot', () => {
    const reference = TX2.space.reference;
    expect(world.idlePowerMw(reference, 70_000)).toBeGreaterThan(world.idlePowerMw(reference, 45_000));
    expect(world.extraLeakageMw(reference, 45_000)).toBe(0);
  });

  it('powers both cores of a pair when one is online, on AGX Xavier', () => {
    const xavier = new World(AGX_XAVIER, AGX_XAVIER_COEFFICIENTS, 1);
    const idle = (onlineCpus: readonly number[]) => {
      const reference = AGX_XAVIER.space.at(AGX_XAVIER.space.reference);
      const clusters = [{cpuHz: reference.clusters[0]?.cpuHz ?? 0, onlineCpus}];
      return xavier.idlePowerMw(AGX_XAVIER.space.indexOf({...reference, clusters}) ?? -1, 45_000);
    };
    expect(idle([0, 1, 2, 3])).toBeLessThan(idle([0, 2, 4, 6]));
  });
});
