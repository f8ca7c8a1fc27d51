import {describe, expect, it} from 'vitest';
import {TX2_COEFFICIENTS} from '../../../src/simulation/world/tx2.js';
import {ASSUMED_TRANSITION_TIMES_US} from '../../../src/core/board/transition.js';
import {MaxNPolicy} from '../../../src/core/schedule/policies/max-n.js';
import {NeuosPolicy} from '../../../src/core/schedule/policies/neuos.js';
import {buildTables} from '../../../src/core/tables/build-tables.js';
import {evaluatePolicy} from '../../../src/services/evaluate-policy.js';
import {profileColumns} from '../../../src/services/evaluate-profile.js';
import {EnergyBound} from '../../../src/simulation/oracles/energy-bound.js';
import {lastDeadlineUs, realiseWork} from '../../../src/simulation/oracles/realised-work.js';
import {SharingMachine} from '../../../src/simulation/sharing-machine.js';
import {SimulatedMachine} from '../../../src/simulation/simulated-machine.js';
import {SimulatedMeter} from '../../../src/simulation/simulated-meter.js';
import {World} from '../../../src/simulation/world/world.js';
import {instance, networkTimeUs} from '../../support/instances.js';
import {sampleNetwork} from '../../support/sample-sweep.js';
import {smallTx2} from '../../support/small-tx2.js';

const board = smallTx2();
const {size, reference} = board.space;
const world = new World(board, TX2_COEFFICIENTS, 5);
const networks = [sampleNetwork('a', 6), sampleNetwork('b', 4)];
const workUs = networks.reduce((total, network) => total + networkTimeUs(world, network, reference), 0);
const instances = networks.map((_, network) => instance(network, 1.6 * workUs));
const options = {world, networks, transitionTimesUs: ASSUMED_TRANSITION_TIMES_US, seed: 3};
const tables = buildTables(
  await profileColumns(new SimulatedMeter(world, networks, 9), networks, size, ASSUMED_TRANSITION_TIMES_US, 9),
  board.space,
);
const work = realiseWork(networks, instances, 200, 3);
const inputs = {
  instances,
  networks: tables.networks,
  jobs: 200,
  untilUs: lastDeadlineUs(work),
  clock: {nowMs: () => 0, breathe: () => Promise.resolve()},
  signal: new AbortController().signal,
};
const accuracy = instances.flatMap(({network}) => tables.accuracy[network] ?? []);
const neuos = () => new NeuosPolicy({tables, strategy: 'horizon', mode: 'min-energy', instances, accuracy});

describe('evaluatePolicy', () => {
  it('finds the method between the bound and everything at the top, from a noisy profile', async () => {
    const top = await evaluatePolicy({
      ...inputs,
      policy: new MaxNPolicy(reference),
      machine: new SimulatedMachine(options),
    });
    const method = await evaluatePolicy({...inputs, policy: neuos(), machine: new SimulatedMachine(options)});
    const bound = new EnergyBound(world, work, ASSUMED_TRANSITION_TIMES_US);
    expect(method.energyUj).toBeLessThan(0.9 * top.energyUj);
    expect(method.energyUj).toBeGreaterThan(bound.withTransitionsUj(method.durationUs));
    expect(method.durationUs).toBeGreaterThanOrEqual(inputs.untilUs);
    expect(top).toMatchObject({jobs: 200, missed: 0, transitions: 0, configurationsUsed: 1, predictedLoss: 0});
    expect(top.latencyShare?.p99).toBeLessThan(1);
  });

  it('runs everything at once on a board that is shared, to the same last deadline', async () => {
    const policy = new MaxNPolicy(reference);
    const alone = await evaluatePolicy({...inputs, policy, machine: new SimulatedMachine(options)});
    const shared = await evaluatePolicy({...inputs, policy, machine: new SharingMachine(options)});
    expect(shared.durationUs).toBeCloseTo(alone.durationUs, 0);
    expect(shared.latencyUs?.p50).toBeGreaterThan(alone.latencyUs?.p50 ?? NaN);
    expect(shared.energyUj).toBeGreaterThan(alone.energyUj);
  });
});
