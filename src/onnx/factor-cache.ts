import {createHash} from 'node:crypto';
import {join} from 'node:path';

import {factorize, type Factors} from '../core/linear-algebra/factorize.js';
import type {Gemm, Matrix} from '../core/linear-algebra/matrix.js';
import {readVerified, writeVerified} from './verified-file.js';

/** Changed whenever equal matrices would be factored differently, so that old entries are not found any more. */
const SCHEME = 'spatial-2';
const HEADER_LENGTH = 12;

/**
 * Factors matrices, and keeps the result on disk under the hash of their values.
 *
 * Equal weights are factored once, whatever model, batch or engine they belong to. An entry that is damaged or of too
 * low a rank is computed and written again; entries appear whole or not at all.
 */
export class FactorCache {
  constructor(
    readonly gemm: Gemm,
    readonly directory: string,
  ) {}

  /** Factors of `matrix`, of rank `rank` or higher. */
  async factors(matrix: Matrix, rank: number): Promise<Factors> {
    const path = join(this.directory, `${matrixKey(matrix)}.factors`);
    const kept = decodeFactors(await readVerified(path), matrix);
    if (kept !== undefined && kept.rank >= rank) return kept;
    const fresh = await factorize(matrix, rank, this.gemm);
    await writeVerified(path, encodeFactors(fresh));
    return fresh;
  }
}

function matrixKey({rows, columns, data}: Matrix): string {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return createHash('sha256').update(`${SCHEME}:${rows}:${columns}:`).update(bytes).digest('hex');
}

/** Rank, rows and columns as 32-bit integers, both factors as 32-bit floats. */
function encodeFactors({rank, rows, columns, vertical, horizontal}: Factors): Uint8Array {
  return Buffer.concat([
    Buffer.from(Uint32Array.of(rank, rows, columns).buffer),
    Buffer.from(vertical.buffer, vertical.byteOffset, vertical.byteLength),
    Buffer.from(horizontal.buffer, horizontal.byteOffset, horizontal.byteLength),
  ]);
}

function decodeFactors(payload: Buffer | undefined, {rows, columns}: Matrix): Factors | undefined {
  if (payload === undefined || payload.length < HEADER_LENGTH) return undefined;
  const values = new Float32Array(
    payload.buffer.slice(payload.byteOffset + HEADER_LENGTH, payload.byteOffset + payload.length),
  );
  const rank = payload.readUInt32LE(0);
  return {rank, rows, columns, vertical: values.subarray(0, rank * rows), horizontal: values.subarray(rank * rows)};
}
