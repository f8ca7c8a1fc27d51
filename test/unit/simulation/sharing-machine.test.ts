import {describe, expect, it} from 'vitest';
import {ASSUMED_TRANSITION_TIMES_US} from '../../../src/core/board/transition.js';
import {SharingMachine} from '../../../src/simulation/sharing-machine.js';
import {SimulatedMachine} from '../../../src/simulation/simulated-machine.js';
import {TX2_COEFFICIENTS} from '../../../src/simulation/world/tx2.js';
import {World} from '../../../src/simulation/world/world.js';
import {sampleNetwork} from '../../support/sample-sweep.js';
import {smallTx2} from '../../support/small-tx2.js';

// Without heat, so that energies can be compared stretch by stretch.
const coefficients = {...TX2_COEFFICIENTS, thermal: {...TX2_COEFFICIENTS.thermal, leakagePerC: 0}};
const world = new World(smallTx2(), coefficients, 4);
const options = {
  world,
  networks: [sampleNetwork('a', 4)],
  transitionTimesUs: ASSUMED_TRANSITION_TIMES_US,
  seed: 1,
};
const execution = (instance: number, layer: number) => ({instance, job: 0, network: 0, layer, variant: 0});
const layers = [0, 1, 2, 3].map((layer) => execution(layer, layer));

function serial(): {readonly timeUs: number; readonly energyUj: number} {
  const machine = new SimulatedMachine(options);
  for (const layer of layers) machine.runLayer(layer);
  return {timeUs: machine.nowUs(), energyUj: machine.energyUj()};
}

describe('SharingMachine', () => {
  it('runs a layer that is alone as it would run by itself', () => {
    const [alone, shared] = [new SimulatedMachine(options), new SharingMachine(options)];
    shared.beginLayer(execution(0, 2));
    const ended = shared.advance(Infinity);
    expect(ended?.latencyUs).toBeCloseTo(alone.runLayer(execution(0, 2)), 6);
    expect(shared.energyUj()).toBeCloseTo(alone.energyUj(), 6);
    expect(shared.load).toBe(0);
  });

  it('never gets more done together than one after the other, and draws for all the time it takes', () => {
    const machine = new SharingMachine(options);
    for (const layer of layers) machine.beginLayer(layer);
    const ended = layers.map(() => machine.advance(Infinity));
    expect(new Set(ended.map((layer) => layer?.execution.layer)).size).toBe(layers.length);
    expect(machine.nowUs()).toBeGreaterThan(serial().timeUs);
    expect(machine.nowUs()).toBeLessThan(1.15 * serial().timeUs);
    expect(machine.energyUj()).toBeGreaterThan(serial().energyUj);
  });

  it('shares the board equally: two of a kind end together, after twice the time and a little', () => {
    const machine = new SharingMachine({...options, seed: 1});
    machine.beginLayer(execution(0, 1));
    machine.beginLayer(execution(0, 1));
    const first = machine.advance(Infinity);
    const second = machine.advance(Infinity);
    const aloneUs = new SimulatedMachine(options).runLayer(execution(0, 1));
    expect(second?.latencyUs).toBeCloseTo(first?.latencyUs ?? NaN, 6);
    expect((first?.latencyUs ?? NaN) / aloneUs).toBeCloseTo(2 * 1.03, 6);
  });

  it('stops at a time that is asked for, and goes on from there', () => {
    const machine = new SharingMachine(options);
    machine.beginLayer(execution(0, 1));
    const aloneUs = new SimulatedMachine(options).runLayer(execution(0, 1));
    expect(machine.advance(aloneUs / 2)).toBeUndefined();
    expect(machine.nowUs()).toBeCloseTo(aloneUs / 2, 9);
    expect(machine.advance(Infinity)?.latencyUs).toBeCloseTo(aloneUs, 6);
  });

  it('holds layers up while the configuration changes, and runs the rest of them at the new one', () => {
    const machine = new SharingMachine(options);
    machine.beginLayer(execution(0, 1));
    const aloneUs = new SimulatedMachine(options).runLayer(execution(0, 1));
    machine.advance(aloneUs / 2);
    machine.setConfiguration(world.board.space.reference - 2);
    const slow = new SimulatedMachine(options);
    slow.setConfiguration(world.board.space.reference - 2);
    const slowUs = slow.runLayer(execution(0, 1));
    const {'gpu-clock': changeUs} = ASSUMED_TRANSITION_TIMES_US;
    expect(machine.advance(Infinity)?.latencyUs).toBeCloseTo(aloneUs / 2 + changeUs + slowUs / 2, 6);
  });

  it('rests when nothing runs', () => {
    const machine = new SharingMachine(options);
    expect(machine.advance(1000)).toBeUndefined();
    expect(machine.nowUs()).toBe(1000);
    expect(machine.energyUj()).toBeCloseTo(world.idlePowerMw(machine.configuration(), 25_000), 6);
  });
});
