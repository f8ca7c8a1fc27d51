import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {ASSUMED_TRANSITION_TIMES_US} from '../../../src/core/board/transition.js';
import {KeyedNoise} from '../../../src/core/random/keyed-noise.js';
import type {Policy} from '../../../src/core/schedule/policy.js';
import type {Network} from '../../../src/core/network/network.js';
import type {InstanceSpec} from '../../../src/core/schedule/instance.js';
import {MaxNPolicy} from '../../../src/core/schedule/policies/max-n.js';
import {NeuosPolicy} from '../../../src/core/schedule/policies/neuos.js';
import {OracleStaticPolicy} from '../../../src/core/schedule/policies/oracle-static.js';
import {buildTables} from '../../../src/core/tables/build-tables.js';
import {finishTimes} from '../../../src/services/evaluate-policy.js';
import {profileColumns} from '../../../src/services/evaluate-profile.js';
import {EnergyBound} from '../../../src/simulation/oracles/energy-bound.js';
import {realiseWork} from '../../../src/simulation/oracles/realised-work.js';
import {bestStaticConfiguration} from '../../../src/simulation/oracles/static-configuration.js';
import {SimulatedMeter} from '../../../src/simulation/simulated-meter.js';
import {TX2_COEFFICIENTS} from '../../../src/simulation/world/tx2.js';
import {World} from '../../../src/simulation/world/world.js';
import {instance, networkTimeUs} from '../../support/instances.js';
import {runPolicy} from '../../support/run-policy.js';
import {sampleNetwork} from '../../support/sample-sweep.js';
import {smallTx2} from '../../support/small-tx2.js';

const board = smallTx2();
const {size, reference} = board.space;

/** Any configuration for any layer, for resting and for waking. */
function wildPolicy(seed: number, changes: number): Policy {
  const noise = new KeyedNoise(seed);
  let step = 0;
  let configuration = reference;
  const next = () => {
    step += 1;
    if (noise.uniform(step, 0, 0) < changes) configuration = Math.floor(noise.uniform(step, 1, 0) * size);
    return configuration;
  };
  return {
    name: 'wild',
    start: next,
    decide: () => ({configuration: next(), variant: 0, predictedLoss: 0, shortfallUs: 0}),
    observe: () => undefined,
    idle: (_state, _next, nowUs) => ({configuration: next(), wakeUs: nowUs + 500, wakeConfiguration: next()}),
  };
}

/** The method, with tables from a noisy profile of this very board. */
async function neuosPolicy(
  world: World,
  networks: readonly Network[],
  instances: readonly InstanceSpec[],
): Promise<Policy> {
  const meter = new SimulatedMeter(world, networks, 9);
  const columns = await profileColumns(meter, networks, size, ASSUMED_TRANSITION_TIMES_US, 9);
  const tables = buildTables(columns, board.space);
  const accuracy = instances.flatMap(({network}) => tables.accuracy[network] ?? []);
  return new NeuosPolicy({tables, strategy: 'horizon', mode: 'min-energy', instances, accuracy});
}

const cases = fc.record({
  worldSeed: fc.integer({min: 0, max: 1000}),
  seed: fc.integer({min: 0, max: 1000}),
  slack: fc.double({min: 0.6, max: 4, noNaN: true}),
  shorter: fc.double({min: 0.5, max: 1, noNaN: true}),
  layers: fc.array(fc.integer({min: 1, max: 5}), {minLength: 1, maxLength: 3}),
  changes: fc.constantFrom(0.02, 0.2, 1),
});

describe('no policy draws less than the oracle bound', () => {
  it('in any world, whatever it does', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async ({worldSeed, seed, slack, shorter, layers, changes}) => {
        const world = new World(board, TX2_COEFFICIENTS, worldSeed);
        const networks = layers.map((count, index) => sampleNetwork(`${index}`, count));
        const workUs = networks.reduce((total, network) => total + networkTimeUs(world, network, reference), 0);
        const instances = networks.map((_, index) =>
          instance(index, slack * workUs * (1 + index), slack * shorter * workUs, (index * workUs) / 3),
        );
        const run = {world, networks, instances, transitionTimesUs: ASSUMED_TRANSITION_TIMES_US, jobs: 60, seed};
        const work = realiseWork(networks, instances, run.jobs, seed);
        const bound = new EnergyBound(world, work, ASSUMED_TRANSITION_TIMES_US);
        const best = bestStaticConfiguration(world, work, 0);
        const method = await neuosPolicy(world, networks, instances);
        for (const policy of [
          new MaxNPolicy(reference),
          new OracleStaticPolicy(best),
          method,
          wildPolicy(seed, changes),
        ]) {
          const {energyUj, durationUs, jobs} = await runPolicy({...run, policy});
          const finishesUs = finishTimes(jobs, instances.length);
          expect(energyUj).toBeGreaterThanOrEqual(bound.freeUj(durationUs));
          expect(energyUj).toBeGreaterThanOrEqual(bound.freeUj(durationUs, finishesUs));
          expect(energyUj).toBeGreaterThanOrEqual(bound.withTransitionsUj(durationUs));
          expect(energyUj).toBeGreaterThanOrEqual(bound.withTransitionsUj(durationUs, finishesUs));
        }
      }),
      {numRuns: 60},
    );
  });
});
