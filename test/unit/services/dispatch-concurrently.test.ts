import {describe, expect, it} from 'vitest';
import type {ConcurrentMachine, EndedLayer, LayerExecution} from '../../../src/core/schedule/machine.js';
import {MaxNPolicy} from '../../../src/core/schedule/policies/max-n.js';
import {runCohort} from '../../../src/services/run-cohort.js';
import {instanceSpec, networkReference} from '../../support/small-tables.js';

const LAYER_US = 100;

/** Every layer takes 100 µs alone; those that run at once share the board equally. */
class SharedBoard implements ConcurrentMachine {
  /** Most layers that ran at once, and whether two of one instance did. */
  mostAtOnce = 0;
  sameInstanceAtOnce = false;
  #nowUs = 0;
  #running: {readonly execution: LayerExecution; leftUs: number; readonly startedUs: number}[] = [];

  nowUs(): number {
    return this.#nowUs;
  }

  configuration(): number {
    return 0;
  }

  energyUj(): number {
    return this.#nowUs;
  }

  start(): void {
    this.#nowUs = 0;
  }

  setConfiguration(): void {
    // There is only one.
  }

  beginLayer(execution: LayerExecution): void {
    this.sameInstanceAtOnce ||= this.#running.some((layer) => layer.execution.instance === execution.instance);
    this.#running.push({execution, leftUs: LAYER_US, startedUs: this.#nowUs});
    this.mostAtOnce = Math.max(this.mostAtOnce, this.#running.length);
  }

  advance(timeUs: number): EndedLayer | undefined {
    const count = this.#running.length;
    const first = this.#running.toSorted((a, b) => a.leftUs - b.leftUs)[0];
    const spanUs = Math.min((first?.leftUs ?? Infinity) * count, timeUs - this.#nowUs);
    this.#nowUs += spanUs;
    for (const layer of this.#running) layer.leftUs -= spanUs / count;
    if (first === undefined || first.leftUs > 1e-9) return undefined;
    this.#running = this.#running.filter((layer) => layer !== first);
    return {execution: first.execution, latencyUs: this.#nowUs - first.startedUs};
  }
}

async function runShared(utilisation: number) {
  const machine = new SharedBoard();
  const periodUs = (4 * LAYER_US) / utilisation;
  const costs = {latencyUs: [[LAYER_US], [LAYER_US]], energyUj: [[1], [1]]};
  const run = await runCohort({
    instances: [instanceSpec({periodUs}), instanceSpec({periodUs, offsetUs: 30})],
    networks: [networkReference('net', costs)],
    policy: new MaxNPolicy(0),
    machine,
    jobs: 20,
    execute: 0,
    clock: {nowMs: () => 0, breathe: () => Promise.resolve()},
    signal: new AbortController().signal,
  });
  return {machine, run};
}

describe('concurrent dispatch', () => {
  it('runs every instance on its own, one layer of each at a time', async () => {
    const {machine, run} = await runShared(0.8);
    expect(run.jobs).toHaveLength(20);
    expect(machine.mostAtOnce).toBe(2);
    expect(machine.sameInstanceAtOnce).toBe(false);
    expect(run.jobs.every(({missed, variants}) => !missed && variants.length === 2)).toBe(true);
  });

  it('books what sharing costs: two jobs at once take twice as long', async () => {
    const {run} = await runShared(0.8);
    const [first] = run.jobs;
    expect((first?.finishUs ?? 0) - (first?.releaseUs ?? 0)).toBeCloseTo(370); // 30 µs alone, then 170 µs of work at half speed
  });

  it('misses what the board has no time for', async () => {
    const {run} = await runShared(1.5);
    expect(run.jobs.some(({missed}) => missed)).toBe(true);
  });
});
