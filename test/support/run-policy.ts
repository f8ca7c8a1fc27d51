import type {TransitionTimes} from '../../src/core/board/transition.js';
import type {Network} from '../../src/core/network/network.js';
import type {InstanceSpec} from '../../src/core/schedule/instance.js';
import type {Policy} from '../../src/core/schedule/policy.js';
import type {CohortRun} from '../../src/core/schedule/records.js';
import type {NetworkReference} from '../../src/core/tables/tables.js';
import {runCohort} from '../../src/services/run-cohort.js';
import {SimulatedMachine} from '../../src/simulation/simulated-machine.js';
import type {World} from '../../src/simulation/world/world.js';

export interface SimulatedRun {
  readonly world: World;
  readonly networks: readonly Network[];
  readonly instances: readonly InstanceSpec[];
  readonly policy: Policy;
  readonly transitionTimesUs: TransitionTimes;
  readonly jobs: number;
  readonly seed: number;
  readonly onStretch?: (durationUs: number, powerMw: number) => void;
}

/** Runs a policy on a simulated board; nothing is computed. */
export function runPolicy(run: SimulatedRun): Promise<CohortRun> {
  const {networks, instances, policy, jobs} = run;
  return runCohort({
    instances,
    networks: networks.map(reference),
    policy,
    machine: new SimulatedMachine(run),
    jobs,
    execute: 0,
    clock: {nowMs: () => 0, breathe: () => Promise.resolve()},
    signal: new AbortController().signal,
  });
}

/** Latencies that matter for sub-deadlines alone. */
function reference(network: Network): NetworkReference {
  const ones = Float64Array.from(network.layers, () => 1);
  return {network, latencyUs: ones, tailUs: ones};
}
