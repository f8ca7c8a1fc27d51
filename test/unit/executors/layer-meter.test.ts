import {describe, expect, it} from 'vitest';
import {LayerMeter, type LayerMeterOptions} from '../../../src/executors/layer-meter.js';
import {NetworkChain} from '../../../src/executors/network-chain.js';
import {OnnxRuntime} from '../../../src/executors/onnx-runtime.js';
import {ConfigurationSpace} from '../../../src/core/board/space.js';
import type {PowerSensor} from '../../../src/core/board/power-sensor.js';
import type {PartitionedNetwork} from '../../../src/core/network/chain.js';
import {originalRows} from '../../../src/core/profile.js';
import {partitionModel} from '../../../src/onnx/partition.js';
import {NotingActuator, ScriptedClock, ScriptedHeat, SteadySensor} from '../../support/scripted-board.js';
import {residualModel} from '../../support/tiny-model.js';

const runtime = new OnnxRuntime({threads: 1});
const network = await partitionModel(residualModel(), {batch: 1, engine: 'cpu', runtime});
const rows = originalRows([network.network]);
/** How long a layer lasts on the scripted clock. */
const LAYER_US = 3000;

const space = new ConfigurationSpace([
  {
    name: 'cores online',
    levels: [[0], [0, 1], [0, 1, 2]].map((cpus) => [{knob: 'cores-online', cluster: 0, cpus}]),
  },
]);

describe('measuring layers on a board', () => {
  it('runs every layer until its window is long enough, and says where the power comes from', async () => {
    const {meter, clock, actuator} = meterWith({});
    const sensed = meterWith({sensor: new SteadySensor(clock, 4200, 50_000)}, clock);
    const {rows: measured, idlePowerMw} = await sensed.meter.measure(2, rows);
    expect(sensed.meter.sensor).toBe('ina3221: VDD_IN');
    expect(idlePowerMw).toBe(4200);
    expect(measured).toHaveLength(rows.length);
    for (const row of measured) {
      expect(row).toMatchObject({latencyMedianUs: LAYER_US, latencyP99Us: LAYER_US, powerMw: 4200, source: 'measured'});
      expect(row.energyUj).toBeCloseTo((4200 * LAYER_US) / 1000, 6);
      expect(row.powerReadings).toBeGreaterThanOrEqual(3);
      expect(row.powerCoverage).toBe(1);
      expect(row.samples).toBeGreaterThanOrEqual(Math.floor(100_000 / LAYER_US));
    }
    await meter.release();
    await sensed.meter.release();
    expect(actuator.applied).toEqual([]);
  });

  it('leaves power empty where nothing measures it', async () => {
    const {meter} = meterWith({});
    const {rows: measured, idlePowerMw} = await meter.measure(0, rows);
    expect([meter.sensor, meter.rails, idlePowerMw]).toEqual(['none', [], null]);
    expect(
      measured.map(({powerMw, energyUj, powerReadings, powerCoverage}) => [
        powerMw,
        energyUj,
        powerReadings,
        powerCoverage,
      ]),
    ).toEqual(rows.map(() => [null, null, 0, null]));
    await meter.release();
  });

  it('gives a configuration sessions of no more threads than it has cores, and makes them once', async () => {
    const loaded: number[] = [];
    const {meter} = meterWith({threads: 2, onLoad: (threads) => loaded.push(threads)});
    for (const configuration of [2, 0, 1, 2, 0]) await meter.measure(configuration, rows);
    expect(loaded).toEqual([2, 1]);
    await meter.release();
  });

  it('names a sensor that is frozen', async () => {
    const clock = new ScriptedClock();
    const {meter} = meterWith({sensor: new SteadySensor(clock, 4200, Infinity)}, clock);
    await expect(meter.measure(0, rows)).rejects.toThrow(
      'the power sensor (ina3221: VDD_IN) made no new reading in 10 s: it is frozen',
    );
    await meter.release();
  });

  it('ends in the middle of a window, and of a wait for a hot board, when it is asked to', async () => {
    const stop = (calls: number) => () => {
      calls -= 1;
      if (calls === 0) throw new Error('asked to stop');
    };
    const clock = new ScriptedClock();
    const frozen = meterWith({sensor: new SteadySensor(clock, 4200, Infinity)}, clock);
    await expect(frozen.meter.measure(0, rows, stop(3))).rejects.toThrow('asked to stop');
    expect(clock.us).toBeLessThan(1e6);
    const hot = meterWith({heat: new ScriptedHeat([90_000])});
    await expect(hot.meter.measure(0, rows, stop(2))).rejects.toThrow('asked to stop');
    expect(hot.clock.us).toBe(2e6);
    await frozen.meter.release();
    await hot.meter.release();
  });

  it('measures a throttled window again, and marks it when it stays so', async () => {
    const once = meterWith({heat: new ScriptedHeat([50_000], [true, false])});
    const [first] = (await once.meter.measure(0, rows)).rows;
    expect(first?.throttled).toBe(false);
    const always = meterWith({heat: new ScriptedHeat([50_000], [true])});
    expect((await always.meter.measure(0, rows)).rows.every(({throttled}) => throttled)).toBe(true);
    await once.meter.release();
    await always.meter.release();
  });

  it('marks what was measured while the board held a clock down', async () => {
    const {meter} = meterWith({held: true});
    expect((await meter.measure(0, rows)).rows.every(({throttled}) => throttled)).toBe(true);
    await meter.release();
  });

  it('waits for a hot board to cool well below where it paused, and gives up after ten minutes', async () => {
    const warm = meterWith({heat: new ScriptedHeat([90_000, 84_000, 80_000, 70_000])});
    await warm.meter.measure(0, rows);
    expect(warm.clock.us).toBeGreaterThan(3e6);
    const stuck = meterWith({heat: new ScriptedHeat([90_000])});
    await expect(stuck.meter.measure(0, rows)).rejects.toThrow(
      'the board stays at 90 °C for ten minutes; allowed are 78',
    );
    expect(stuck.actuator.applied).toEqual([]);
    await warm.meter.release();
  });
});

interface Setting {
  readonly sensor?: PowerSensor;
  readonly threads?: number;
  readonly heat?: ScriptedHeat;
  readonly held?: boolean;
  readonly onLoad?: (threads: number) => void;
}

function meterWith(
  {sensor, threads = 1, heat = new ScriptedHeat([50_000]), held = false, onLoad}: Setting,
  clock = new ScriptedClock(),
) {
  const actuator = new NotingActuator(clock, undefined, () => held);
  const load = async (partitioned: PartitionedNetwork, count: number) => {
    onLoad?.(count);
    const chain = await NetworkChain.load(partitioned, runtime, {threads: count});
    const runLayer = chain.runLayer.bind(chain);
    chain.runLayer = (...of) => {
      clock.us += LAYER_US;
      return runLayer(...of);
    };
    return chain;
  };
  const options: LayerMeterOptions = {
    networks: [network],
    space,
    actuator,
    sensor,
    thermal: heat,
    gpuRailGated: null,
    threads,
    load,
    transitions: () => [],
    nowUs: clock.nowUs,
    rest: clock.rest,
  };
  return {meter: new LayerMeter(options), clock, actuator};
}
