import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {TX2} from '../../../src/boards/catalogue/tx2.js';
import {ASSUMED_TRANSITION_TIMES_US, transitionTimeUs} from '../../../src/core/board/transition.js';
import {SimulatedMachine} from '../../../src/simulation/simulated-machine.js';
import {TX2_COEFFICIENTS} from '../../../src/simulation/world/tx2.js';
import {World} from '../../../src/simulation/world/world.js';
import {sampleNetwork} from '../../support/sample-sweep.js';

const world = new World(TX2, TX2_COEFFICIENTS, 5);
const networks = [sampleNetwork('a', 4, 1)];
const {reference, size} = TX2.space;
const board = {world, networks, transitionTimesUs: ASSUMED_TRANSITION_TIMES_US, seed: 9};
const layerOf = (job: number, layer: number) => ({instance: 0, job, network: 0, layer, variant: 0});

/** What a machine can be told to do. */
type Order = (machine: SimulatedMachine) => void;

const order: fc.Arbitrary<Order> = fc.oneof(
  fc.nat({max: size - 1}).map((configuration): Order => (machine) => {
    machine.setConfiguration(configuration);
  }),
  fc.tuple(fc.nat(99), fc.nat(3)).map(([job, layer]): Order => (machine) => {
    machine.runLayer(layerOf(job, layer));
  }),
  fc.nat({max: 50_000}).map((us): Order => (machine) => {
    machine.idleUntil(machine.nowUs() + us);
  }),
);

describe('a simulated board', () => {
  it('conserves energy and time, whatever it does', () => {
    fc.assert(
      fc.property(fc.array(order, {minLength: 1, maxLength: 40}), (orders) => {
        let timeUs = 0;
        let energyUj = 0;
        const onStretch = (us: number, mw: number): void => {
          timeUs += us;
          energyUj += (us * mw) / 1000;
        };
        const machine = new SimulatedMachine({...board, onStretch});
        machine.start();
        for (const obey of orders) obey(machine);
        expect(Math.abs(machine.energyUj() - energyUj)).toBeLessThanOrEqual(1e-9 * energyUj);
        expect(Math.abs(machine.nowUs() - timeUs)).toBeLessThanOrEqual(1e-9 * timeUs);
      }),
    );
  });

  it('gives the same numbers for the same seed and the same orders, and others for another seed', () => {
    const run = (seed: number): number[] => {
      const machine = new SimulatedMachine({...board, seed});
      return [0, 1, 2, 3].flatMap((layer) => [machine.runLayer(layerOf(3, layer)), machine.energyUj()]);
    };
    expect(run(9)).toEqual(run(9));
    expect(run(10)).not.toEqual(run(9));
  });

  it('meets every policy with the same noise: the factor of an execution does not depend on the configuration', () => {
    const factors = [reference, 4711].map((configuration) => {
      const machine = new SimulatedMachine(board);
      machine.setConfiguration(configuration);
      const truth = {latencyUs: 0, powerMw: 0};
      return [3, 1, 2].map((layer) => {
        world.layerTruth(configuration, world.layer(networks[0] ?? sampleNetwork('', 0), layer, 0), truth);
        return machine.runLayer(layerOf(7, layer)) / truth.latencyUs;
      });
    });
    for (const [layer, factor] of (factors[0] ?? []).entries()) expect(factors[1]?.[layer]).toBeCloseTo(factor, 9);
  });

  it('takes the time of a transition, and draws no less than at rest on either side', () => {
    const stretches: [number, number][] = [];
    const machine = new SimulatedMachine({...board, onStretch: (us, mw) => stretches.push([us, mw])});
    machine.setConfiguration(0);
    machine.idleUntil(machine.nowUs() + 1000);
    const timeUs = transitionTimeUs(TX2.space.at(reference), TX2.space.at(0), ASSUMED_TRANSITION_TIMES_US);
    expect(stretches.map(([us]) => us)).toEqual([timeUs, 1000]);
    expect(stretches[0]?.[1]).toBeGreaterThan(stretches[1]?.[1] ?? NaN);
    expect(machine.configuration()).toBe(0);
  });

  it('does not go back in time', () => {
    const machine = new SimulatedMachine(board);
    machine.idleUntil(500);
    machine.idleUntil(200);
    expect(machine.nowUs()).toBe(500);
  });

  it('begins with clock and energy at zero', () => {
    const machine = new SimulatedMachine(board);
    machine.setConfiguration(0);
    machine.start();
    expect([machine.nowUs(), machine.energyUj()]).toEqual([0, 0]);
  });

  it('runs a smaller variant in less time', () => {
    const machine = new SimulatedMachine(board);
    const original = machine.runLayer(layerOf(0, 0));
    expect(machine.runLayer({...layerOf(0, 0), variant: 1})).toBeLessThan(original);
  });

  it('knows no network that it was not given', () => {
    expect(() => new SimulatedMachine(board).runLayer({...layerOf(0, 0), network: 3})).toThrow('no network 3');
  });
});
