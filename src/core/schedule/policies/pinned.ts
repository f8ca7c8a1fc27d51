import type {IdlePlan, Policy, PolicyDecision} from '../policy.js';

/** One configuration from beginning to end, idle time included. */
export abstract class PinnedPolicy implements Policy {
  abstract readonly name: string;
  readonly #decision: PolicyDecision;
  readonly #idle: IdlePlan;

  constructor(readonly configuration: number) {
    this.#decision = {configuration, variant: 0, predictedLoss: 0, shortfallUs: 0};
    this.#idle = {configuration, wakeUs: 0, wakeConfiguration: configuration};
  }

  start(): number {
    return this.configuration;
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
