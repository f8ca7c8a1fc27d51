import type {BoardDescription} from '../../core/board/board.js';
import {ConfigurationSpace} from '../../core/board/space.js';
import type {MeasuredRow} from './measured-rows.js';

/** The board of a measured file: its space is every combination of the clocks that the file has, memory slowest. */
export function replayedBoard(name: string, rows: readonly MeasuredRow[]): BoardDescription {
  const clocks = (of: (row: MeasuredRow) => number) => [...new Set(rows.map(of))].toSorted((a, b) => a - b);
  return {
    name,
    title: `Measurements in ${name}`,
    clusters: [{name: 'CPU', cpus: [0]}],
    space: new ConfigurationSpace([
      {name: 'EMC clock', levels: clocks(({emcHz}) => emcHz).map((hz) => [{knob: 'emc-clock', hz}])},
      {
        name: 'CPU clock',
        levels: clocks(({cpuHz}) => cpuHz).map((hz) => [
          {knob: 'cpu-clock', cluster: 0, hz},
          {knob: 'cores-online', cluster: 0, cpus: [0]},
        ]),
      },
      {name: 'GPU clock', levels: clocks(({gpuHz}) => gpuHz).map((hz) => [{knob: 'gpu-clock', hz}])},
    ]),
    listing: {emcUnitHz: 1},
  };
}

/** Configuration number of a row. */
export function configurationOf({space}: Pick<BoardDescription, 'space'>, row: MeasuredRow): number | undefined {
  const {cpuHz, gpuHz, emcHz} = row;
  return space.indexOf({clusters: [{cpuHz, onlineCpus: [0]}], gpuHz, emcHz});
}
