import type {IdlePlan, Policy, PolicyDecision} from '../policy.js';

/**
 * Everything at the top, always: the board's MAXN mode with the clocks pinned.
 *
 * Idle: stays at the reference configuration. Parameters: none.
 */
export class MaxNPolicy implements Policy {
  readonly name = 'max-n';
  readonly #decision: PolicyDecision;
  readonly #idle: IdlePlan;

  constructor(readonly reference: number) {
    this.#decision = {configuration: reference, variant: 0, predictedLoss: 0, shortfallUs: 0};
    this.#idle = {configuration: reference, wakeUs: 0, wakeConfiguration: reference};
  }

  start(): number {
    return this.reference;
  }

  decide(): Readonly<PolicyDecision> {
    return this.#decision;
  }

  observe(): void {
    // Nothing to learn: there is nothing to choose.
  }

  idle(): Readonly<IdlePlan> {
    return this.#idle;
  }
}
