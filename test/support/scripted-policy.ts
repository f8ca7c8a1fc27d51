import type {CohortState} from '../../src/core/schedule/cohort-state.js';
import type {IdlePlan, Policy, PolicyDecision} from '../../src/core/schedule/policy.js';

/** What a scripted policy wants. */
export interface PolicyScript {
  /** Configuration of a layer; 0 when absent. */
  readonly configuration?: (instance: number, layer: number) => number;
  readonly shortfallUs?: (instance: number, layer: number) => number;
  readonly idle?: Omit<IdlePlan, 'wakeUs'> & {readonly leadUs: number};
}

/** A policy that decides as its script says and writes down what it sees. */
export class ScriptedPolicy implements Policy {
  readonly name = 'scripted';
  /** Latency of every layer, as it was observed. */
  readonly seen: number[] = [];
  readonly #script: PolicyScript;

  constructor(script: PolicyScript = {}) {
    this.#script = script;
  }

  start(): number {
    return 0;
  }

  decide(state: CohortState, running: number): PolicyDecision {
    const layer = state.instances[running]?.layer ?? NaN;
    return {
      configuration: this.#script.configuration?.(running, layer) ?? 0,
      variant: layer,
      predictedLoss: 0.01,
      shortfallUs: this.#script.shortfallUs?.(running, layer) ?? 0,
    };
  }

  observe(_state: CohortState, _running: number, latencyUs: number): void {
    this.seen.push(latencyUs);
  }

  idle(state: CohortState, next: number, _nowUs: number, inForce: number): IdlePlan {
    const {idle} = this.#script;
    if (idle === undefined) return {configuration: inForce, wakeUs: 0, wakeConfiguration: inForce};
    return {...idle, wakeUs: (state.instances[next]?.nextReleaseUs ?? NaN) - idle.leadUs};
  }
}
