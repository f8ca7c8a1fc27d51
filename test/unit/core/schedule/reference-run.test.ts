import {describe, expect, it} from 'vitest';
import {ReferenceRun} from '../../../../src/core/schedule/reference-run.js';

/** Layers that ran: instance, release of its job, time at the reference. */
type Layer = readonly [instance: number, releaseUs: number, us: number];

function run(...layers: readonly Layer[]): ReferenceRun {
  const reference = new ReferenceRun(2);
  for (const [instance, releaseUs, us] of layers) reference.ran(instance, releaseUs, us);
  return reference;
}

describe('a run at the reference', () => {
  it('begins a job when it is released, and a layer when the one before it is done', () => {
    expect(run([0, 50, 20]).doneUs(0)).toBe(70);
    expect(run([0, 50, 20], [0, 50, 5]).doneUs(0)).toBe(75);
  });

  it('lets jobs wait for the board', () => {
    const reference = run([0, 0, 30], [1, 10, 30]);
    expect(reference.doneUs(0)).toBe(30);
    expect(reference.doneUs(1)).toBe(60);
  });

  it('runs a layer in the idle time before one that went first because clocks were slow', () => {
    // Instance 0 had done half its job by 10; at the reference it would not have waited for the other one, released at 50.
    const reference = run([0, 0, 10], [1, 50, 20], [0, 0, 10]);
    expect(reference.doneUs(0)).toBe(20);
    expect(reference.doneUs(1)).toBe(70);
  });

  it('runs what idle time has no room for behind the others', () => {
    const reference = run([0, 0, 10], [1, 50, 20], [0, 0, 45]);
    expect(reference.doneUs(0)).toBe(75);
  });

  it('does not run a job in idle time before its release', () => {
    expect(run([0, 0, 10], [1, 50, 20], [0, 60, 5]).doneUs(0)).toBe(75);
    expect(run([0, 0, 10], [1, 50, 20], [0, 40, 15]).doneUs(0)).toBe(75);
  });

  it('uses idle time once', () => {
    const reference = run([0, 0, 10], [1, 50, 20], [0, 20, 10], [0, 20, 10]);
    expect(reference.doneUs(0)).toBe(40);
    reference.ran(1, 0, 10);
    // Instance 1 has been busy until 70.
    expect(reference.doneUs(1)).toBe(80);
    reference.ran(0, 0, 12);
    expect(reference.doneUs(0)).toBe(82);
  });
});
