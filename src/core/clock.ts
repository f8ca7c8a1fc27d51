/** Time for services, which have no clock of their own. */
export interface Clock {
  /** Milliseconds of a steady clock. */
  readonly nowMs: () => number;
  /** Lets pending events (signals, timers) be handled. */
  readonly breathe: () => Promise<void>;
}
