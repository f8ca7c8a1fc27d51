import {describe, expect, it} from 'vitest';
import {ASSUMED_TRANSITION_TIMES_US} from '../../../../src/core/board/transition.js';
import type {Policy} from '../../../../src/core/schedule/policy.js';
import {MaxNPolicy} from '../../../../src/core/schedule/policies/max-n.js';
import {OracleStaticPolicy} from '../../../../src/core/schedule/policies/oracle-static.js';
import {finishTimes} from '../../../../src/services/evaluate-policy.js';
import {EnergyBound} from '../../../../src/simulation/oracles/energy-bound.js';
import {oracleCosts} from '../../../../src/simulation/oracles/layer-costs.js';
import {realiseWork, type InstanceWork} from '../../../../src/simulation/oracles/realised-work.js';
import {TX2_COEFFICIENTS} from '../../../../src/simulation/world/tx2.js';
import {World} from '../../../../src/simulation/world/world.js';
import {instance, networkTimeUs} from '../../../support/instances.js';
import {runPolicy} from '../../../support/run-policy.js';
import {sampleNetwork} from '../../../support/sample-sweep.js';
import {smallTx2} from '../../../support/small-tx2.js';

const NO_TIME = {'cpu-clock': 0, 'cores-online': 0, 'gpu-clock': 0, 'emc-clock': 0};
// Without heat, what is least at one time is least at all times.
const coefficients = {...TX2_COEFFICIENTS, thermal: {...TX2_COEFFICIENTS.thermal, riseMcPerW: 0}};
const world = new World(smallTx2(), coefficients, 3);
const networks = [sampleNetwork('a', 3), sampleNetwork('b', 4)];
const times = networks.map((network) => networkTimeUs(world, network, world.board.space.reference));

/** Each layer where it draws least, resting where the board draws least: the best there is when time is plenty. */
function leastEnergyPolicy(): Policy {
  const costs = oracleCosts(world, networks);
  const rest = indexOfLeast(Array.from({length: world.board.space.size}, (_, c) => world.idlePowerMw(c, 25_000)));
  const best = costs.networks.map((layers) =>
    layers.map(({latencyUs, powerMw}) => indexOfLeast([...latencyUs].map((us, c) => us * (powerMw[c] ?? 0)))),
  );
  return {
    name: 'least energy',
    start: () => rest,
    decide: (state, running) => {
      const {layer, spec} = state.instances[running] ?? {layer: 0, spec: instance(0, 0)};
      return {configuration: best[spec.network]?.[layer] ?? 0, variant: 0, predictedLoss: 0, shortfallUs: 0};
    },
    observe: () => undefined,
    idle: () => ({configuration: rest, wakeUs: 0, wakeConfiguration: rest}),
  };
}

function indexOfLeast(values: readonly number[]): number {
  return values.indexOf(Math.min(...values));
}

describe('EnergyBound', () => {
  const [first = 0, second = 0] = times;
  const instances = [instance(0, 20 * (first + second)), instance(1, 30 * (first + second))];
  const run = {world, networks, instances, jobs: 300, seed: 5};
  const work = realiseWork(networks, instances, run.jobs, run.seed);

  it('is reached where transitions are free and time is plenty', async () => {
    const {energyUj, durationUs} = await runPolicy({...run, policy: leastEnergyPolicy(), transitionTimesUs: NO_TIME});
    const bound = new EnergyBound(world, work, NO_TIME);
    expect(energyUj / bound.freeUj(durationUs)).toBeGreaterThan(1 - 1e-9);
    expect(energyUj / bound.freeUj(durationUs)).toBeLessThan(1.001);
    expect(energyUj / bound.withTransitionsUj(durationUs)).toBeLessThan(1.001);
  });

  it('is reached at a price of time, where there is none to spare', async () => {
    // The fastest configuration, and of those as fast the cheapest: what a high price asks for, for every layer.
    const [layer] = oracleCosts(world, networks).networks[0] ?? [];
    const fastest = indexOfLeast([...(layer?.latencyUs ?? [])].map((us, c) => us * (1e5 + (layer?.powerMw[c] ?? 0))));
    const overloaded = [instance(0, first / 2)];
    const transitionTimesUs = ASSUMED_TRANSITION_TIMES_US;
    const policy = new OracleStaticPolicy(fastest);
    const {energyUj, durationUs} = await runPolicy({...run, instances: overloaded, policy, transitionTimesUs});
    const bound = new EnergyBound(world, realiseWork(networks, overloaded, run.jobs, run.seed), transitionTimesUs);
    expect(energyUj / bound.freeUj(durationUs)).toBeGreaterThan(1 - 1e-9);
    expect(energyUj / bound.freeUj(durationUs)).toBeLessThan(1.001);
  });

  it('is higher with transitions than without, and the higher the longer they take', () => {
    const durationUs = 300 * 12 * (first + second);
    const bound = (factor: number) => {
      const scaled = Object.fromEntries(
        Object.entries(ASSUMED_TRANSITION_TIMES_US).map(([knob, us]) => [knob, us * factor]),
      ) as typeof ASSUMED_TRANSITION_TIMES_US;
      const tight = [instance(0, 1.2 * first), instance(1, 8 * second)];
      return new EnergyBound(world, realiseWork(networks, tight, 300, 5), scaled);
    };
    const window = Math.min(durationUs, 300 * 1.2 * first);
    const values = [bound(1).freeUj(window), bound(1).withTransitionsUj(window), bound(3).withTransitionsUj(window)];
    expect(values).toEqual(values.toSorted((a, b) => a - b));
  });

  it('knows the deadlines of stretches, and what is late is late for it too', async () => {
    const tight = [instance(0, 3 * first, 1.3 * first)];
    const realised = realiseWork(networks, tight, 100, 5);
    const bound = new EnergyBound(world, realised, ASSUMED_TRANSITION_TIMES_US);
    const durationUs = 100 * 3 * first;
    const inTime = [new Float64Array(100)];
    const late = [new Float64Array(100).map((_, job) => (3 * job + 2.5) * first)];
    const values = (which: 'freeUj' | 'withTransitionsUj') => [
      bound[which](durationUs),
      bound[which](durationUs, late),
      bound[which](durationUs, inTime),
    ];
    for (const ascending of [values('freeUj'), values('withTransitionsUj')]) {
      expect(ascending).toEqual(ascending.toSorted((a, b) => a - b));
      // Three times the work in time, of which less than half may be used.
      expect((ascending[2] ?? NaN) / (ascending[0] ?? NaN)).toBeGreaterThan(1.02);
    }
    const policy = new MaxNPolicy(world.board.space.reference);
    const transitionTimesUs = ASSUMED_TRANSITION_TIMES_US;
    const {energyUj} = await runPolicy({...run, instances: tight, jobs: 100, policy, transitionTimesUs});
    expect(energyUj).toBeGreaterThan(values('withTransitionsUj')[2] ?? NaN);
  });

  it('counts the changes between the jobs of a cohort of one', async () => {
    // Little time to spare: part of each job has to run at one clock, part at another, and the next one begins anew.
    const alone = [instance(0, 1.08 * first)];
    const realised = realiseWork(networks, alone, 200, 5);
    const slow = {...ASSUMED_TRANSITION_TIMES_US, 'gpu-clock': 0.03 * first, 'emc-clock': 0.03 * first};
    const policy = new MaxNPolicy(world.board.space.reference);
    const reference = await runPolicy({...run, instances: alone, jobs: 200, policy, transitionTimesUs: slow});
    const finishesUs = finishTimes(reference.jobs, 1);
    const joined = new EnergyBound(world, realised, slow).withTransitionsUj(reference.durationUs, finishesUs);
    // The same jobs as those of two instances in turn: nothing is known of their order.
    const [whole] = realised.instances as [InstanceWork];
    const halves = [0, 1].map((half) => ({
      ...whole,
      spec: instance(0, 2.16 * first, 1.08 * first, half * 1.08 * first),
      jobCount: 100,
      factors: whole.factors.filter((_, at) => Math.floor(at / whole.layerCount) % 2 === half),
    }));
    const unordered = new EnergyBound(world, {...realised, instances: halves}, slow);
    const ownFinishesUs = [0, 1].map(
      (half) => finishesUs[0]?.filter((_, job) => job % 2 === half) ?? new Float64Array(),
    );
    expect(joined).toBeGreaterThan(1.001 * unordered.withTransitionsUj(reference.durationUs, ownFinishesUs));
    expect(reference.energyUj).toBeGreaterThan(joined);
  });
});
