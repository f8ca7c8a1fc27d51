import {describe, expect, it} from 'vitest';
import {MissLedger} from '../../../../src/core/schedule/miss-ledger.js';

const SHARE = 0.0025;

/** Runs the next job of one layer, released at `releaseUs` and due 100 µs later. */
function book(
  ledger: MissLedger,
  {
    releaseUs = 0,
    referenceUs,
    tookUs,
  }: {readonly releaseUs?: number; readonly referenceUs: number; readonly tookUs: number},
): void {
  ledger.ran(0, releaseUs, referenceUs);
  ledger.finished(0, releaseUs + 100, releaseUs + tookUs);
}

describe('the ledger of missed deadlines', () => {
  it.each([
    ['is late, and would have been in time at the reference', {referenceUs: 99, tookUs: 101}, 1 - SHARE],
    ['is in time', {referenceUs: 50, tookUs: 100}, -SHARE],
    ['would have been late at the reference as well', {referenceUs: 101, tookUs: 110}, -SHARE],
  ])('books a job that %s: %j', (_name, job, debt) => {
    const ledger = new MissLedger(1);
    expect(ledger.debt).toBe(0);
    book(ledger, job);
    expect(ledger.debt).toBeCloseTo(debt, 12);
  });

  it('has been paid after many jobs that cost nothing', () => {
    const ledger = new MissLedger(1);
    book(ledger, {referenceUs: 99, tookUs: 101});
    let jobs = 1;
    for (; ledger.debt > 0 && jobs < 1000; jobs += 1) {
      book(ledger, {releaseUs: 200 * jobs, referenceUs: 50, tookUs: 60});
    }
    expect(Math.abs(jobs - 1 / SHARE)).toBeLessThanOrEqual(1);
  });

  it.each([
    [0, 0, 4],
    [0.001, 0.001, 4 * 0.6],
    [0.01, SHARE, 0],
  ])(
    'lets clocks cost no more than may be late at all, and begins by that: of %d, %d',
    (maxMissShare, share, first) => {
      const ledger = new MissLedger(1, maxMissShare);
      expect(ledger.debt).toBeCloseTo(first, 12);
      book(ledger, {referenceUs: 99, tookUs: 101});
      book(ledger, {releaseUs: 200, referenceUs: 50, tookUs: 60});
      expect(ledger.debt).toBeCloseTo(first + 1 - 2 * share, 12);
    },
  );

  it('saves up no more than two deadlines', () => {
    const ledger = new MissLedger(1);
    for (let job = 0; job < 2000; job += 1) book(ledger, {releaseUs: 200 * job, referenceUs: 50, tookUs: 60});
    expect(ledger.debt).toBe(-2);
  });

  it('bears no more than six in mind', () => {
    const ledger = new MissLedger(1);
    for (let job = 0; job < 50; job += 1) book(ledger, {releaseUs: 200 * job, referenceUs: 50, tookUs: 101});
    expect(ledger.debt).toBe(6);
  });

  it('knows what jobs before have left behind', () => {
    const ledger = new MissLedger(2);
    // The first job takes 20 µs longer than it had to; the second is late by 15.
    ledger.ran(0, 0, 40);
    ledger.finished(0, 100, 60);
    ledger.ran(1, 10, 40);
    ledger.finished(1, 85, 100);
    expect(ledger.debt).toBeCloseTo(1 - 2 * SHARE, 12);
  });

  it('lets a job begin anew when the board was idle at the reference', () => {
    const ledger = new MissLedger(1);
    book(ledger, {referenceUs: 40, tookUs: 60});
    ledger.ran(0, 200, 45);
    ledger.finished(0, 240, 245);
    expect(ledger.debt).toBeCloseTo(-2 * SHARE, 12);
  });
});
