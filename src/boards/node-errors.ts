import {EnvironmentError, type NeuosErrorOptions} from '../core/errors.js';

/** What the kernel means by a code, and what mends it. */
const MEANINGS: Readonly<Record<string, readonly [meaning: string, ...suggestions: string[]]>> = {
  EACCES: ['permission denied', 'run it as root, such as sudo neuos doctor'],
  EPERM: ['permission denied', 'run it as root, such as sudo neuos doctor'],
  EROFS: ['the tree is mounted read-only', 'mount -o remount,rw /sys'],
  EINVAL: ['the kernel refuses the value', 'neuos doctor'],
  EBUSY: ['it stays busy, as a policy does whose cores are offline', 'neuos doctor'],
  ENOENT: ['it has vanished', 'neuos boards probe'],
  ENODEV: ['its device has vanished', 'neuos boards probe'],
  ENXIO: ['its device has vanished', 'neuos boards probe'],
  ENODATA: ['its channel is switched off', 'neuos doctor'],
  ETIMEDOUT: ['the device does not answer', 'neuos doctor'],
  EIO: ['the device fails', 'dmesg | tail'],
};

/** A kernel's complaint about a node, in words for people. */
export function nodeError(node: string, what: string, cause: unknown): EnvironmentError {
  const code = codeOf(cause);
  const [meaning, ...suggestions] = MEANINGS[code ?? ''] ?? [cause instanceof Error ? cause.message : String(cause)];
  const options: NeuosErrorOptions = {suggestions, cause};
  return new EnvironmentError(`${node} ${what}: ${meaning}${code === undefined ? '' : ` (${code})`}`, options);
}

/** The code of a system error: `EBUSY`. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}
