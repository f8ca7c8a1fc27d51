import {createRequire} from 'node:module';
import path from 'node:path';

import type koffi from 'koffi';

import {EnvironmentError} from '../core/errors.js';
import {bindOrtApi, type OrtApi, type Status} from './ort-api.js';

/** Nothing else: warnings would stand between the lines of a progress bar, and errors come as exceptions. */
export const LOG_FATAL_ONLY = 4;
/** Of `OrtAllocatorType` and `OrtMemType`: memory that is not the runtime's own. */
const DEVICE_ALLOCATOR = 0;
const DEFAULT_MEMORY = 0;
/** Of dlfcn.h. */
const RTLD_LAZY = 1;

/** ONNX Runtime, loaded. */
export interface OrtLibrary {
  readonly api: OrtApi;
  readonly env: bigint;
  /** How memory on the JavaScript side is described to the runtime. */
  readonly memory: bigint;
  /** What names of inputs and outputs are allocated with. */
  readonly allocator: bigint;
  /** **Errors:** an Error with the runtime's message, unless all is well. */
  readonly check: (status: Status) => void;
  /** What a function writes through the pointer that it takes last: an address, a count or a code. **Errors:** those of `check`. */
  readonly resultOf: (call: (out: BigUint64Array) => Status) => bigint;
  /** A copy of `length` bytes at an address. */
  readonly copyBytes: (address: bigint, length: number) => ArrayBuffer;
  /** The text at an address, up to its zero. */
  readonly readText: (address: bigint) => string;
}

let opened: Promise<OrtLibrary> | undefined;

/**
 * Opens the ONNX Runtime that onnxruntime-node brings, once per thread.
 *
 * It is called through its C API, because that package copies every result into a new array, even where it is given one to
 * write to: nearly all that a cut between two layers would cost.
 *
 * **Errors:** EnvironmentError where there is none for this machine, or it cannot be loaded.
 */
export function openOrtLibrary(): Promise<OrtLibrary> {
  opened ??= open().catch((cause: unknown) => {
    const [machine, why] = [`${process.platform}-${process.arch}`, cause instanceof Error ? cause.message : cause];
    throw new EnvironmentError(`ONNX Runtime cannot be loaded on this machine, ${machine}: ${String(why)}`, {cause});
  });
  return opened;
}

async function open(): Promise<OrtLibrary> {
  // Nothing of this machine is anyone's business: unless its user has decided otherwise, the runtime sends no usage data. By
  // itself it would, and leave a log of it in the folder for temporary files.
  process.env['ORT_DISABLE_TELEMETRY'] ??= '1';
  const {default: ffi} = await import('koffi');
  const file = libraryPath();
  const api = bindOrtApi(ffi, ffi.load(file));
  keepLoaded(ffi, file);
  const check = (status: Status) => {
    if (status === null) return;
    const message = api.GetErrorMessage(status);
    api.ReleaseStatus(status);
    throw new Error(message);
  };
  const resultOf = (call: (out: BigUint64Array) => Status) => {
    // Every machine that the library is built for keeps the lowest byte first: narrower numbers can be read like this too.
    const out = new BigUint64Array(1);
    check(call(out));
    return out[0] ?? 0n;
  };
  return {
    api,
    check,
    resultOf,
    env: resultOf((out) => api.CreateEnv(LOG_FATAL_ONLY, 'neuos', out)),
    memory: resultOf((out) => api.CreateCpuMemoryInfo(DEVICE_ALLOCATOR, DEFAULT_MEMORY, out)),
    allocator: resultOf((out) => api.GetAllocatorWithDefaultOptions(out)),
    copyBytes: (address, length) => ffi.view(address, length).slice(0),
    readText: (address) => ffi.decode.string(address),
  };
}

function libraryPath(): string {
  const packageFile = createRequire(import.meta.url).resolve('onnxruntime-node/package.json');
  const folder = path.join(path.dirname(packageFile), 'bin/napi-v6', process.platform, process.arch);
  switch (process.platform) {
    case 'win32':
      return path.join(folder, 'onnxruntime.dll');
    case 'darwin':
      return path.join(folder, 'libonnxruntime.1.dylib');
    default:
      return path.join(folder, 'libonnxruntime.so.1');
  }
}

/**
 * Opens the library once more and never closes it: else it would be closed once nobody holds its handle, or the thread ends,
 * while threads of sessions may still run its code.
 */
function keepLoaded(ffi: typeof koffi, file: string): void {
  if (process.platform === 'win32') ffi.load('kernel32.dll').func('LoadLibraryW', 'void *', ['str16'])(file);
  else ffi.load(null).func('dlopen', 'void *', ['str', 'int'])(file, RTLD_LAZY);
}
