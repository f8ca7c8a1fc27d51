import {describe, expect, it} from 'vitest';
import type {DvfsConfiguration} from '../../../../src/core/board/configuration.js';
import {ASSUMED_TRANSITION_TIMES_US, transitionTimeUs} from '../../../../src/core/board/transition.js';

const HIGH: DvfsConfiguration = {
  clusters: [
    {cpuHz: 2e9, onlineCpus: [0, 3]},
    {cpuHz: 2e9, onlineCpus: [1, 2]},
  ],
  gpuHz: 1.3e9,
  emcHz: 1.8e9,
};
const [first, second] = HIGH.clusters as [(typeof HIGH.clusters)[0], (typeof HIGH.clusters)[0]];
const TIMES = {'cpu-clock': 1, 'cores-online': 10, 'gpu-clock': 100, 'emc-clock': 1000};

describe('transitionTimeUs', () => {
  it.each<[string, DvfsConfiguration, number]>([
    ['no change', HIGH, 0],
    ['one cluster clock', {...HIGH, clusters: [{...first, cpuHz: 1e9}, second]}, 1],
    ['both cluster clocks', {...HIGH, clusters: HIGH.clusters.map((cluster) => ({...cluster, cpuHz: 1e9}))}, 2],
    ['a core that goes', {...HIGH, clusters: [{...first, onlineCpus: [0]}, second]}, 10],
    ['a core that goes and another that comes', {...HIGH, clusters: [{...first, onlineCpus: [0, 5]}, second]}, 20],
    ['a cluster that goes', {...HIGH, clusters: [first, {...second, onlineCpus: []}]}, 20],
    ['the GPU clock', {...HIGH, gpuHz: 1e9}, 100],
    ['the memory clock', {...HIGH, emcHz: 1e9}, 1000],
    [
      'everything',
      {
        clusters: [
          {cpuHz: 1e9, onlineCpus: [0]},
          {cpuHz: 1e9, onlineCpus: [1]},
        ],
        gpuHz: 1,
        emcHz: 1,
      },
      1122,
    ],
  ])('of %s', (_name, to, expected) => {
    expect(transitionTimeUs(HIGH, to, TIMES)).toBe(expected);
    expect(transitionTimeUs(to, HIGH, TIMES)).toBe(expected);
  });

  it('assumes that cores take far longer than clocks', () => {
    const {'cores-online': cores, ...clocks} = ASSUMED_TRANSITION_TIMES_US;
    expect(cores).toBeGreaterThanOrEqual(50 * Math.max(...Object.values(clocks)));
  });
});
