import {describe, expect, it} from 'vitest';
import {DataError} from '../../../../src/core/errors.js';
import {assumedIdlePower} from '../../../../src/simulation/replay/assumed-idle.js';
import {parseMeasuredRows} from '../../../../src/simulation/replay/measured-rows.js';
import {ReplayMeter} from '../../../../src/simulation/replay/replay-meter.js';
import {replayedBoard} from '../../../../src/simulation/replay/replayed-board.js';
import {replayedNetworks} from '../../../../src/simulation/replay/replayed-networks.js';
import {ReplayedTruth} from '../../../../src/simulation/replay/replayed-truth.js';

const FILE = [
  'gpu_hz, batch, power_w, latency_s, idle_w, remark',
  '300e6, 4, 6, 0.3, 3, first',
  '600e6, 4, 9, 0.16, 3.5, second',
  '1200e6, 4, 20, 0.09, 4.5, third',
  '300e6, 1, 5, 0.1, 3, fourth',
].join('\n');

function open(text: string, batch: number) {
  const rows = parseMeasuredRows(text, 'sweep.csv');
  const board = replayedBoard('replay:sweep.csv', rows);
  const options = {place: 'sweep.csv', defaultName: 'sweep', contentHash: 'abc', batch};
  const networks = replayedNetworks(rows, options);
  return {board, networks, truth: new ReplayedTruth(board, rows, 'sweep.csv', 'sweep', assumedIdlePower(rows))};
}

describe('a measured file as a board', () => {
  it('has a configuration for each clock, the highest one the reference', () => {
    const {board} = open(FILE, 4);
    expect(board.space.size).toBe(3);
    expect(board.space.at(board.space.reference).gpuHz).toBe(1200e6);
  });

  it('is profiled row for row', () => {
    const {truth, networks} = open(FILE, 4);
    const meter = new ReplayMeter(truth, networks);
    expect(networks.map(({name, batch, layers}) => [name, batch, layers.length])).toEqual([['sweep', 4, 1]]);
    const {idlePowerMw, rows} = meter.measure(1, [{network: 0, layer: 0, variant: 0}]);
    expect(idlePowerMw).toBe(3500);
    expect(rows[0]).toMatchObject({latencyMedianUs: 160_000, powerMw: 9000, energyUj: 1.44e6, temperatureMc: null});
    expect(meter.transitions().every(({source}) => source === 'assumed')).toBe(true);
  });

  it('fits an idle power where the file holds none: below every measured one, higher at higher clocks', () => {
    const {truth} = open(FILE.replace('idle_w', 'not_idle'), 4);
    const idle = [0, 1, 2].map((configuration) => truth.idlePowerMw(configuration));
    expect(idle).toEqual(idle.toSorted((a, b) => a - b));
    expect(idle[0]).toBeGreaterThan(0);
    expect(idle[0]).toBeLessThan(5000);
  });

  it('keeps networks and layers apart', () => {
    const text = 'gpu_hz,network,layer,latency_us,power_mw\n1,a,0,5,1\n1,a,1,6,1\n1,b,0,7,1';
    const rows = parseMeasuredRows(text, 'f');
    const networks = replayedNetworks(rows, {place: 'f', defaultName: 'f', contentHash: '', batch: 1});
    expect(networks.map(({name, layers}) => [name, layers.length])).toEqual([
      ['a', 2],
      ['b', 1],
    ]);
  });
});

describe('a measured file that will not do', () => {
  it.each([
    ['gpu_hz,power_w\n1,2', 'f.csv:1: no column latency_us or latency_ms or latency_s; there are gpu_hz, power_w'],
    ['gpu_hz,power_w,latency_s\n1,2,3\n1,x,3', 'f.csv:3: power_w is "x", allowed is a number of 0 or more'],
    ['gpu_hz,power_w,latency_s\n1,,3', 'f.csv:2: power_w is "", allowed is a number of 0 or more'],
  ])('says where and why: %j', (text, message) => {
    expect(() => parseMeasuredRows(text, 'f.csv')).toThrow(new DataError(message));
  });

  it('names the batches there are', () => {
    expect(() => open(FILE, 32)).toThrow('sweep.csv has no rows of batch 32; its batches are 1, 4');
  });

  it('names the combination it leaves out', () => {
    const {truth, networks} = open(FILE, 1);
    const meter = new ReplayMeter(truth, networks);
    expect(() => meter.measure(0, [{network: 0, layer: 0, variant: 0}])).toThrow(
      'sweep.csv has no row of sweep, batch 1, layer 0 at gpu_hz 600000000',
    );
  });
});
