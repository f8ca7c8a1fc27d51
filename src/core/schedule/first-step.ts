import {planOffset, type NetworkPlans} from '../tables/tables.js';
import type {InstanceState} from './cohort-state.js';
import {timeLeftUs, timeNeededUs, type DecisionContext} from './decision-context.js';
import {leastUrgentKey} from './delta-calculator.js';
import {ROUNDING_US, type LayerStep} from './demand.js';
import type {SwitchCosts} from './switch-costs.js';

/** Energies closer than this are the same, µJ. */
const NEGLIGIBLE_UJ = 1e-3;

/**
 * Looks for a candidate that suits the layer about to start better than the chosen plan's own.
 *
 * Plans lie on the lower hull of energy over time, with nothing between one and the next: the time that the more urgent one
 * leaves is lost, unless another job can use it. So a job that has the time until its deadline for itself tries each
 * candidate at which some plan would run this layer, with the least urgent plan behind it that meets every deadline.
 *
 * **Source:** policy improvement by one step, with plans as the base policy (rollout; Bertsekas, Tsitsiklis, Wu 1997).
 */
export class FirstStep {
  readonly #switches: SwitchCosts;
  /** Whether a candidate was looked at in this decision. */
  readonly #seen: Uint8Array;

  constructor(switches: SwitchCosts) {
    this.#switches = switches;
    this.#seen = new Uint8Array(Math.round(Math.sqrt(switches.timeUs.length)));
  }

  /**
   * @param planned - where the chosen plan, which meets every deadline, runs it.
   * @returns the candidate to run the layer at.
   */
  improve(context: DecisionContext, planned: number): number {
    if (!hasTimeForItself(context)) return planned;
    const {state, plans, running, inForce} = context;
    const {layer, spec} = state.instances[running] as InstanceState;
    const network = plans.networks[spec.network] as NetworkPlans;
    const step = {candidate: planned, timeUs: 0};
    const moment = {...context, step};
    let leastUj = this.#energyUj(moment, network, layer) - NEGLIGIBLE_UJ;
    let chosen = planned;
    this.#seen.fill(0);
    this.#seen[planned] = 1;
    for (let other = 0; other < plans.keys.length; other += 1) {
      step.candidate = network.next[planOffset(network, other, layer, inForce)] ?? inForce;
      if (this.#seen[step.candidate] === 1) continue;
      this.#seen[step.candidate] = 1;
      const uj = this.#energyUj(moment, network, layer);
      if (uj >= leastUj) continue;
      leastUj = uj;
      chosen = step.candidate;
    }
    return chosen;
  }

  /** Energy to the end of the job if the layer is run as the step says; infinite if that cannot meet every deadline. */
  #energyUj(moment: DecisionContext & {readonly step: LayerStep}, network: NetworkPlans, layer: number): number {
    const {candidate} = moment.step;
    const change = moment.inForce * network.candidateCount + candidate;
    const own = layer * network.candidateCount + candidate;
    moment.step.timeUs = (this.#switches.timeUs[change] ?? 0) + (network.latencyUs[own] ?? 0);
    const key = keyForAll(moment);
    if (key < 0) return Infinity;
    const behindUj = network.energyToGoUj[planOffset(network, key, layer + 1, candidate)] ?? 0;
    return (this.#switches.energyUj[change] ?? 0) + (network.energyUj[own] ?? 0) + behindUj;
  }
}

/** Whether nobody else can use the time until the running job's deadline. */
function hasTimeForItself({state: {instances}, running}: DecisionContext): boolean {
  const deadlineUs = instances[running]?.jobs[0]?.deadlineUs ?? Infinity;
  for (let i = 0; i < instances.length; i += 1) {
    const {jobs, nextReleaseUs} = instances[i] as InstanceState;
    if (jobs.length > (i === running ? 1 : 0) || nextReleaseUs < deadlineUs - ROUNDING_US) return false;
  }
  return true;
}

/** The least urgent key that meets every checkpoint; -1 where none does. */
function keyForAll(context: DecisionContext): number {
  const most = context.plans.keys.length - 1;
  let key = 0;
  for (let c = 0; c < context.demand.count; c += 1) {
    const leftUs = timeLeftUs(context, c);
    if (timeNeededUs(context, c, key, context.noGains) <= leftUs) continue;
    if (timeNeededUs(context, c, most, context.noGains) > leftUs) return -1;
    key = leastUrgentKey(context, c, 1, key);
  }
  return key;
}
