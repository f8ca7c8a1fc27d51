import {describe, expect, it} from 'vitest';
import {TX2} from '../../../src/boards/catalogue/tx2.js';
import {KNOB_KINDS} from '../../../src/core/board/configuration.js';
import {originalRows, type ConfigurationMeasurement, type Measurement} from '../../../src/core/profile.js';
import {SimulatedMeter} from '../../../src/simulation/simulated-meter.js';
import {TX2_COEFFICIENTS} from '../../../src/simulation/world/tx2.js';
import {World} from '../../../src/simulation/world/world.js';
import {sampleNetwork} from '../../support/sample-sweep.js';

const world = new World(TX2, TX2_COEFFICIENTS, 5);
const networks = [sampleNetwork('a', 3), sampleNetwork('b', 2)];
const rows = originalRows(networks);
const {sensor} = TX2_COEFFICIENTS;
const CONFIGURATIONS = [11_759, 17, 4242, 8000, 3];

const newMeter = (seed = 2): SimulatedMeter => new SimulatedMeter(world, networks, seed);
const sweep = (meter: SimulatedMeter, configurations = CONFIGURATIONS): ConfigurationMeasurement[] =>
  configurations.map((configuration) => meter.measure(configuration, rows));

/** What depends on noise, but not on heat. */
const latencies = ({latencyMedianUs, latencyP95Us, latencyP99Us}: Measurement) => [
  latencyMedianUs,
  latencyP95Us,
  latencyP99Us,
];

describe('a simulated sweep', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(sweep(newMeter())).toEqual(sweep(newMeter()));
    expect(sweep(newMeter(3))).not.toEqual(sweep(newMeter()));
  });

  it('has noise that does not depend on the order', () => {
    const forwards = sweep(newMeter());
    const backwards = sweep(newMeter(), CONFIGURATIONS.toReversed()).toReversed();
    const timesOf = (measured: ConfigurationMeasurement[]) => measured.map((one) => one.rows.map(latencies));
    expect(timesOf(backwards)).toEqual(timesOf(forwards));
  });

  it('continues from a stored state as if it had never stopped', () => {
    const undisturbed = sweep(newMeter());
    const first = newMeter();
    const before = sweep(first, CONFIGURATIONS.slice(0, 2));
    const second = newMeter();
    second.restoreState(first.saveState());
    expect([...before, ...sweep(second, CONFIGURATIONS.slice(2))]).toEqual(undisturbed);
  });

  it('depends on that state: a cold die leaks less than a warm one', () => {
    const warm = newMeter();
    warm.restoreState('{"temperatureMc": 90000}');
    expect(warm.measure(11_759, rows).idlePowerMw).toBeGreaterThan(newMeter().measure(11_759, rows).idlePowerMw ?? NaN);
  });
});

describe('a measured row', () => {
  const measured = sweep(newMeter());
  const all = measured.flatMap((one) => one.rows);

  it('is near the truth', () => {
    const truth = {latencyUs: 0, powerMw: 0};
    for (const {configuration, rows: values} of measured) {
      for (const [index, {latencyMedianUs, powerMw}] of values.entries()) {
        const {network, layer} = rows[index] ?? {network: NaN, layer: NaN};
        world.layerTruth(configuration, world.layer(networks[network] ?? sampleNetwork('', 0), layer, 0), truth);
        expect(latencyMedianUs / truth.latencyUs).toBeCloseTo(1, 1);
        expect((powerMw ?? NaN) / truth.powerMw).toBeCloseTo(1, 0);
      }
    }
  });

  it('has percentiles in order, and the energy of its median', () => {
    for (const {latencyMedianUs, latencyP95Us, latencyP99Us, powerMw, energyUj} of all) {
      expect(latencyP95Us).toBeGreaterThanOrEqual(latencyMedianUs);
      expect(latencyP99Us).toBeGreaterThanOrEqual(latencyP95Us);
      expect(energyUj).toBeCloseTo(((powerMw ?? NaN) * latencyMedianUs) / 1000, 9);
    }
  });

  it('holds several distinct readings of the sensor, in a window as long as that takes', () => {
    for (const {powerReadings, samples, latencyMedianUs} of all) {
      expect(powerReadings).toBeGreaterThanOrEqual(3);
      expect(samples * latencyMedianUs).toBeGreaterThan(0.9 * powerReadings * sensor.refreshUs);
    }
  });

  it("has power in the sensor's steps: the mean of its readings, each a whole number of them", () => {
    const powers = [...all.map(({powerMw}) => powerMw), ...measured.map(({idlePowerMw}) => idlePowerMw)];
    for (const powerMw of powers) {
      const steps = ((powerMw ?? NaN) * 3) / sensor.stepMw;
      expect(steps).toBeCloseTo(Math.round(steps), 6);
    }
  });
});

describe('the meter', () => {
  it('says what it is', () => {
    const {origin, rails, worldSeed, sensor: name} = newMeter();
    expect({origin, rails, worldSeed, name}).toEqual({
      origin: 'simulated',
      rails: ['VDD_IN'],
      worldSeed: 5,
      name: sensor.name,
    });
  });

  it('assumes what a change of each knob costs', () => {
    const transitions = newMeter().transitions();
    expect(transitions.map(({knob}) => knob)).toEqual(KNOB_KINDS);
    expect(new Set(transitions.map(({source}) => source))).toEqual(new Set(['assumed']));
  });

  it('knows no network that it was not given', () => {
    expect(() => newMeter().measure(0, [{network: 9, layer: 0, variant: 0}])).toThrow('no network 9');
  });
});
