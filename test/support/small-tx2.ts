import type {BoardDescription} from '../../src/core/board/board.js';
import type {KnobSetting} from '../../src/core/board/configuration.js';
import {ConfigurationSpace} from '../../src/core/board/space.js';

/** A TX2 with few levels, its Denver cores off: 48 configurations, so that a test can try all of them. */
export function smallTx2(): BoardDescription {
  const clocks = (name: string, hz: readonly number[], setting: (hz: number) => readonly KnobSetting[]) => ({
    name,
    levels: hz.map(setting),
  });
  return {
    name: 'small-tx2',
    title: 'A TX2 with few levels',
    clusters: [
      {name: 'A57', cpus: [0, 3, 4, 5]},
      {name: 'Denver', cpus: [1, 2]},
    ],
    space: new ConfigurationSpace([
      clocks('EMC clock', [800e6, 1866e6], (hz) => [{knob: 'emc-clock', hz}]),
      clocks('CPU clock', [652.8e6, 1267.2e6, 2035.2e6], (hz) => [
        {knob: 'cpu-clock', cluster: 0, hz},
        {knob: 'cpu-clock', cluster: 1, hz: 345.6e6},
        {knob: 'cores-online', cluster: 1, cpus: []},
      ]),
      clocks('GPU clock', [497.25e6, 854.25e6, 1122e6, 1300.5e6], (hz) => [{knob: 'gpu-clock', hz}]),
      {
        name: 'cores online',
        levels: [[0], [0, 3, 4, 5]].map((cpus) => [{knob: 'cores-online', cluster: 0, cpus}]),
      },
    ]),
    listing: {emcUnitHz: 1},
  };
}
