import type {CohortState} from './cohort-state.js';

/** What a policy wants for the layer about to start. */
export interface PolicyDecision {
  /** Configuration number. */
  configuration: number;
  /** Variant of the layer. */
  variant: number;
  /** Loss that the tables predict for it, as a fraction of a job's answers. */
  predictedLoss: number;
  /** How much too late the worst deadline would be even so; 0 when all are met. */
  shortfallUs: number;
}

/** How to spend a gap between jobs. */
export interface IdlePlan {
  /** Configuration number to wait in. */
  configuration: number;
  /** When to leave it. */
  wakeUs: number;
  /** Configuration number to be in when the gap ends. */
  wakeConfiguration: number;
}

/**
 * Decides at every layer boundary. One file per policy in `policies/`; `run` and the simulator use the same object.
 *
 * A policy reads the cohort's state and keeps its own; the one thing it writes there is a job's `approximation`.
 */
export interface Policy {
  readonly name: string;

  /** Configuration to begin in; it is set before the first release. */
  start(state: CohortState): number;

  /**
   * Called before a layer starts. The result is only valid until the next call.
   *
   * @param running - instance whose layer is about to start.
   * @param inForce - configuration in force.
   */
  decide(state: CohortState, running: number, nowUs: number, inForce: number): Readonly<PolicyDecision>;

  /** Called when a layer of `running`, which took `latencyUs`, has ended, before the state moves on to the next layer. */
  observe(state: CohortState, running: number, latencyUs: number, nowUs: number): void;

  /**
   * Called when no job is ready until the next release. The result is only valid until the next call.
   *
   * @param next - instance that is released next.
   */
  idle(state: CohortState, next: number, nowUs: number, inForce: number): Readonly<IdlePlan>;
}
