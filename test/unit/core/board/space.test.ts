import {describe, expect, it} from 'vitest';
import {ConfigurationSpace} from '../../../../src/core/board/space.js';
import {TX2} from '../../../../src/boards/catalogue/tx2.js';

describe('ConfigurationSpace', () => {
  const space = new ConfigurationSpace([
    {name: 'EMC clock', levels: [1, 2].map((hz) => [{knob: 'emc-clock', hz}])},
    {name: 'GPU clock', levels: [10, 20, 30].map((hz) => [{knob: 'gpu-clock', hz}])},
  ]);

  it('counts the last dimension fastest', () => {
    const all = Array.from({length: space.size}, (_, index) => space.at(index));
    expect(all.map(({emcHz, gpuHz}) => [emcHz, gpuHz])).toEqual([
      [1, 10],
      [1, 20],
      [1, 30],
      [2, 10],
      [2, 20],
      [2, 30],
    ]);
  });

  it('has every knob at its highest at the reference', () => {
    expect(TX2.space.at(TX2.space.reference)).toEqual({
      clusters: [
        {cpuHz: 2_035_200_000, onlineCpus: [0, 3, 4, 5]},
        {cpuHz: 2_035_200_000, onlineCpus: [1, 2]},
      ],
      gpuHz: 1_300_500_000,
      emcHz: 1_866_000_000,
    });
  });

  it.each([-1, 6, 0.5, NaN])('refuses index %d', (index) => {
    expect(() => space.at(index)).toThrow(new RangeError(`configuration ${index} is outside 0..5`));
  });

  it('knows no number of a configuration that it does not hold', () => {
    expect(space.indexOf({clusters: [], gpuHz: 11, emcHz: 1})).toBeUndefined();
  });
});
