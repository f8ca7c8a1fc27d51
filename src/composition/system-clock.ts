import {setImmediate} from 'node:timers/promises';
import type {Clock} from '../core/clock.js';

/** The machine's own clock. */
export const SYSTEM_CLOCK: Clock = {
  nowMs: () => performance.now(),
  breathe: () => setImmediate(),
};
