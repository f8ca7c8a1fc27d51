import {setImmediate} from 'node:timers/promises';

/** Longest stretch of runs without a look at signals, timers and other events. */
const BREATH_MS = 100;

let breathedAtMs = 0;

/** Whether events have been kept waiting for long: native runs block their thread, and nothing else between them lets any in. */
export function breathIsDue(): boolean {
  return performance.now() > breathedAtMs + BREATH_MS;
}

/** Lets waiting events in. */
export async function breathe(): Promise<void> {
  await setImmediate();
  breathedAtMs = performance.now();
}
