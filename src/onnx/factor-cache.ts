import {createHash, randomUUID} from 'node:crypto';
import {mkdir, readFile, rename, rm, writeFile} from 'node:fs/promises';
import {join} from 'node:path';

import {EnvironmentError} from '../core/errors.js';
import {factorize, type Factors} from '../core/linear-algebra/factorize.js';
import type {Gemm, Matrix} from '../core/linear-algebra/matrix.js';

/** Changed whenever equal matrices would be factored differently, so that old entries are not found any more. */
const SCHEME = 'spatial-1';
const HEADER_LENGTH = 12;
const DIGEST_LENGTH = 32;

/**
 * Factors matrices, and keeps the result on disk under the hash of their values.
 *
 * Equal weights are factored once, whatever model, batch or engine they belong to. An entry that is damaged or of too
 * low a rank is computed and written again; entries appear whole or not at all.
 */
export class FactorCache {
  readonly #gemm: Gemm;
  readonly #directory: string;

  constructor(gemm: Gemm, directory: string) {
    this.#gemm = gemm;
    this.#directory = directory;
  }

  /** Factors of `matrix`, of rank `rank` or higher. */
  async factors(matrix: Matrix, rank: number): Promise<Factors> {
    const path = join(this.#directory, `${matrixKey(matrix)}.factors`);
    const kept = decodeFactors(await readFile(path).catch(() => Buffer.alloc(0)), matrix);
    if (kept !== undefined && kept.rank >= rank) return kept;
    const fresh = await factorize(matrix, rank, this.#gemm);
    await this.#write(path, encodeFactors(fresh));
    return fresh;
  }

  async #write(path: string, bytes: Uint8Array): Promise<void> {
    try {
      await mkdir(this.#directory, {recursive: true});
      await writeAtOnce(path, bytes);
    } catch (cause) {
      throw new EnvironmentError(`Cannot write to the cache ${this.#directory}: ${String(cause)}.`, {cause});
    }
  }
}

/** The same entry may be computed twice at once: each writes its own file, and the last rename wins with equal bytes. */
async function writeAtOnce(path: string, bytes: Uint8Array): Promise<void> {
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    await writeFile(temporary, bytes);
    await rename(temporary, path);
  } finally {
    await rm(temporary, {force: true});
  }
}

function matrixKey({rows, columns, data}: Matrix): string {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return createHash('sha256').update(`${SCHEME}:${rows}:${columns}:`).update(bytes).digest('hex');
}

/** Rank, rows and columns as 32-bit integers, both factors as 32-bit floats, SHA-256 of all that. */
function encodeFactors({rank, rows, columns, vertical, horizontal}: Factors): Uint8Array {
  const payload = Buffer.concat([
    Buffer.from(Uint32Array.of(rank, rows, columns).buffer),
    Buffer.from(vertical.buffer, vertical.byteOffset, vertical.byteLength),
    Buffer.from(horizontal.buffer, horizontal.byteOffset, horizontal.byteLength),
  ]);
  return Buffer.concat([payload, digest(payload)]);
}

function decodeFactors(bytes: Buffer, {rows, columns}: Matrix): Factors | undefined {
  if (bytes.length < HEADER_LENGTH + DIGEST_LENGTH) return undefined;
  const payload = bytes.subarray(0, -DIGEST_LENGTH);
  if (!digest(payload).equals(bytes.subarray(-DIGEST_LENGTH))) return undefined;
  const values = new Float32Array(
    payload.buffer.slice(payload.byteOffset + HEADER_LENGTH, payload.byteOffset + payload.length),
  );
  const rank = payload.readUInt32LE(0);
  return {rank, rows, columns, vertical: values.subarray(0, rank * rows), horizontal: values.subarray(rank * rows)};
}

function digest(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}
