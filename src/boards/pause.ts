/** Stops this thread: what drives a board is synchronous, so that it also works while the process ends. */
export function pause(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
