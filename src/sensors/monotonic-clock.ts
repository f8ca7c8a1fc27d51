/** Microseconds of the machine's steady clock, which is one and the same in all threads. */
export function monotonicUs(): number {
  return Number(process.hrtime.bigint()) / 1000;
}
