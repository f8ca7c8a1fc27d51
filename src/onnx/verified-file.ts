import {createHash, randomUUID} from 'node:crypto';
import {mkdir, readFile, rename, rm, writeFile} from 'node:fs/promises';
import {dirname} from 'node:path';

import {EnvironmentError} from '../core/errors.js';

const DIGEST_LENGTH = 32;

/** Content of a file that {@link writeVerified} wrote; undefined when it is not there or damaged. */
export async function readVerified(path: string): Promise<Buffer | undefined> {
  const bytes = await readFile(path).catch(() => Buffer.alloc(0));
  if (bytes.length < DIGEST_LENGTH) return undefined;
  const payload = bytes.subarray(0, -DIGEST_LENGTH);
  return digest(payload).equals(bytes.subarray(-DIGEST_LENGTH)) ? payload : undefined;
}

/** Writes a file whole or not at all, with the digest of its content behind it. **Errors:** EnvironmentError. */
export async function writeVerified(path: string, payload: Uint8Array): Promise<void> {
  // The same file may be written twice at once: each writer has its own, and the last rename wins.
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    await mkdir(dirname(path), {recursive: true});
    await writeFile(temporary, Buffer.concat([payload, digest(payload)]));
    await rename(temporary, path).finally(() => rm(temporary, {force: true}));
  } catch (cause) {
    throw new EnvironmentError(`Cannot write to the cache ${dirname(path)}: ${String(cause)}.`, {cause});
  }
}

function digest(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}
