import {readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';

import {describe, expect, it} from 'vitest';

import {EnvironmentError} from '../../../src/core/errors.js';
import type {Gemm, Matrix} from '../../../src/core/linear-algebra/matrix.js';
import {seededTensor} from '../../../src/core/seeded-tensor.js';
import {FactorCache} from '../../../src/onnx/factor-cache.js';
import {loopGemm} from '../../support/loop-gemm.js';
import {temporaryFolder} from '../../support/temporary-folder.js';

const matrix: Matrix = {rows: 6, columns: 9, data: Float64Array.from(seededTensor([6, 9], 2).data)};

/** Counts how often it is asked. */
function countingGemm(): Gemm & {calls: number} {
  return {
    calls: 0,
    multiply(a, b) {
      this.calls += 1;
      return loopGemm.multiply(a, b);
    },
  };
}

/** The one entry of a cache. */
function entryOf(directory: string): string {
  const [entry, ...others] = readdirSync(directory);
  expect(others).toEqual([]);
  return join(directory, entry ?? '');
}

describe('FactorCache', () => {
  it('factors equal weights once, also from another process', async () => {
    const [directory, gemm] = [temporaryFolder(), countingGemm()];
    const fresh = await new FactorCache(gemm, directory).factors(matrix, 4);
    const {calls} = gemm;
    expect(calls).toBeGreaterThan(0);
    const kept = await new FactorCache(gemm, directory).factors({...matrix, data: matrix.data.slice()}, 4);
    expect(kept).toEqual(fresh);
    expect(gemm.calls).toBe(calls);
  });

  it('serves a lower rank from a higher one, and computes a higher one anew', async () => {
    const [directory, gemm] = [temporaryFolder(), countingGemm()];
    const cache = new FactorCache(gemm, directory);
    await cache.factors(matrix, 4);
    const {calls} = gemm;
    expect((await cache.factors(matrix, 2)).rank).toBe(4);
    expect(gemm.calls).toBe(calls);
    expect((await cache.factors(matrix, 5)).rank).toBe(5);
    expect(gemm.calls).toBeGreaterThan(calls);
  });

  it.each([
    ['cut off', (bytes: Buffer) => bytes.subarray(0, 100)],
    ['empty', () => Buffer.alloc(0)],
    ['changed', (bytes: Buffer) => Buffer.concat([bytes.subarray(0, 20), Buffer.from([1]), bytes.subarray(21)])],
  ])('computes an entry again that is %s', async (_, damage) => {
    const directory = temporaryFolder();
    const fresh = await new FactorCache(loopGemm, directory).factors(matrix, 4);
    const entry = entryOf(directory);
    const bytes = readFileSync(entry);
    writeFileSync(entry, damage(bytes));
    expect(await new FactorCache(loopGemm, directory).factors(matrix, 4)).toEqual(fresh);
    expect(readFileSync(entryOf(directory)).equals(bytes)).toBe(true);
  });

  it('lets the same entry be computed twice at once', async () => {
    const cache = new FactorCache(loopGemm, temporaryFolder());
    const [a, b] = await Promise.all([cache.factors(matrix, 3), cache.factors(matrix, 3)]);
    expect(a).toEqual(b);
  });

  it('says so when it cannot be written', async () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    const attempt = new FactorCache(loopGemm, join(file, 'cache')).factors(matrix, 2);
    await expect(attempt).rejects.toThrow(EnvironmentError);
    await expect(attempt).rejects.toThrow(/Cannot write to the cache .*cache/);
  });
});
