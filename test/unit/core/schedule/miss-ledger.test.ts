import {describe, expect, it} from 'vitest';
import {MissLedger} from '../../../../src/core/schedule/miss-ledger.js';

/** Runs a job of one layer, released at 0 and due at 100 µs, and lets the board rest. */
function book(ledger: MissLedger, {referenceUs, endUs}: {readonly referenceUs: number; readonly endUs: number}): void {
  ledger.ran(0, referenceUs);
  ledger.finished(100, endUs);
  ledger.rest();
}

describe('the ledger of missed deadlines', () => {
  it('begins with credit for one', () => {
    expect(new MissLedger().hasCredit).toBe(true);
  });

  it.each([
    ['is late, and would have been in time at the reference', {referenceUs: 99, endUs: 101}, false],
    ['is in time', {referenceUs: 50, endUs: 100}, true],
    ['would have been late at the reference as well', {referenceUs: 101, endUs: 110}, true],
  ])('books a job that %s: %j', (_name, job, hasCredit) => {
    const ledger = new MissLedger();
    book(ledger, job);
    expect(ledger.hasCredit).toBe(hasCredit);
  });

  it('gives credit again after many jobs that cost nothing', () => {
    const ledger = new MissLedger();
    book(ledger, {referenceUs: 99, endUs: 101});
    let jobs = 1;
    for (; !ledger.hasCredit && jobs < 1000; jobs += 1) book(ledger, {referenceUs: 50, endUs: 60});
    expect(jobs).toBe(Math.ceil(1 / 0.0045));
  });

  it('adds up what was lent since the board was last idle', () => {
    const ledger = new MissLedger();
    // The first job leaves 20 µs later than it had to; the second is late by 15 of them.
    ledger.ran(0, 40);
    ledger.finished(100, 60);
    ledger.ran(10, 40);
    ledger.finished(85, 100);
    expect(ledger.hasCredit).toBe(false);
  });

  it('owes nothing any more when the board has rested', () => {
    const ledger = new MissLedger();
    book(ledger, {referenceUs: 40, endUs: 60});
    ledger.ran(200, 45);
    ledger.finished(240, 245);
    expect(ledger.hasCredit).toBe(true);
  });
});
