import type koffi from 'koffi';
import type {LibraryHandle} from 'koffi';

/** Asked of the library: any version from the fifth on has all that is used here. */
const API_VERSION = 12;

/**
 * What is used of `OrtApi`, the table of functions that is ONNX Runtime's C API: place in the table, then what the function
 * takes. All of these return a status. The table only ever grows at its end.
 *
 * **Source:** onnxruntime_c_api.h.
 */
const FUNCTIONS = {
  CreateEnv: [3, 'int', 'text', 'pointer'],
  CreateSessionFromArray: [8, 'pointer', 'pointer', 'size', 'pointer', 'pointer'],
  Run: [9, 'pointer', 'pointer', 'pointer', 'pointer', 'size', 'pointer', 'size', 'pointer'],
  CreateSessionOptions: [10, 'pointer'],
  SetOptimizedModelFilePath: [11, 'pointer', 'path'],
  SetSessionLogSeverityLevel: [22, 'pointer', 'int'],
  SetSessionGraphOptimizationLevel: [23, 'pointer', 'int'],
  SetIntraOpNumThreads: [24, 'pointer', 'int'],
  SetInterOpNumThreads: [25, 'pointer', 'int'],
  SessionGetInputCount: [30, 'pointer', 'pointer'],
  SessionGetOutputCount: [31, 'pointer', 'pointer'],
  SessionGetInputName: [36, 'pointer', 'size', 'pointer', 'pointer'],
  SessionGetOutputName: [37, 'pointer', 'size', 'pointer', 'pointer'],
  CreateTensorWithDataAsOrtValue: [49, 'pointer', 'pointer', 'size', 'pointer', 'size', 'int', 'pointer'],
  IsTensor: [50, 'pointer', 'pointer'],
  GetTensorMutableData: [51, 'pointer', 'pointer'],
  GetTensorElementType: [60, 'pointer', 'pointer'],
  GetDimensionsCount: [61, 'pointer', 'pointer'],
  GetDimensions: [62, 'pointer', 'pointer', 'size'],
  GetTensorTypeAndShape: [65, 'pointer', 'pointer'],
  CreateCpuMemoryInfo: [69, 'int', 'int', 'pointer'],
  AllocatorFree: [76, 'pointer', 'pointer'],
  GetAllocatorWithDefaultOptions: [78, 'pointer'],
  AddSessionConfigEntry: [130, 'pointer', 'text', 'text'],
} as const satisfies Readonly<Record<string, readonly [number, ...(keyof Arguments)[]]>>;

/** Of the same table: those that give something back, return nothing and cannot fail. */
const RELEASES = {
  ReleaseStatus: 93,
  ReleaseSession: 95,
  ReleaseValue: 96,
  ReleaseTensorTypeAndShapeInfo: 99,
  ReleaseSessionOptions: 100,
} as const;

/** The only one that returns a text. */
const GET_ERROR_MESSAGE = 2;
const TABLE_LENGTH = 131;

interface Arguments {
  /** The address of something of the library's, or an array for it to read or to write. */
  readonly pointer: bigint | ArrayBufferView | null;
  readonly size: number;
  readonly int: number;
  readonly text: string;
  readonly path: string;
}

const C_TYPES: Readonly<Record<keyof Arguments, string>> = {
  pointer: 'void *',
  size: 'size_t',
  int: 'int',
  text: 'str',
  path: process.platform === 'win32' ? 'str16' : 'str',
};

type Call<Entry> = Entry extends readonly [number, ...infer Kinds extends readonly (keyof Arguments)[]]
  ? (...values: {[Index in keyof Kinds]: Arguments[Kinds[Index]]}) => Status
  : never;

/** Where the runtime describes what went wrong; null when nothing did. */
export type Status = bigint | null;

/** Functions of ONNX Runtime's C API. */
export type OrtApi = {readonly [Name in keyof typeof FUNCTIONS]: Call<(typeof FUNCTIONS)[Name]>} & {
  readonly [Name in keyof typeof RELEASES]: (pointer: bigint) => void;
} & {
  readonly GetErrorMessage: (status: bigint) => string;
};

/** Makes the functions callable. **Errors:** Error when the library is older than its interface. */
export function bindOrtApi(ffi: typeof koffi, library: LibraryHandle): OrtApi {
  const addresses = tableOf(ffi, library);
  const bind = (place: number, returns: string, kinds: readonly (keyof Arguments)[]): unknown => {
    const types = kinds.map((kind) => C_TYPES[kind]);
    return ffi.decode(addresses[place], ffi.proto(returns, types));
  };
  const functions = Object.entries(FUNCTIONS).map(([name, [place, ...kinds]]) => [name, bind(place, 'void *', kinds)]);
  const releases = Object.entries(RELEASES).map(([name, place]) => [name, bind(place, 'void', ['pointer'])]);
  const GetErrorMessage = bind(GET_ERROR_MESSAGE, 'str', ['pointer']);
  return Object.fromEntries([...functions, ...releases, ['GetErrorMessage', GetErrorMessage]]) as OrtApi;
}

/** The addresses in `OrtApi`, which the library's one exported function leads to. */
function tableOf(ffi: typeof koffi, library: LibraryHandle): readonly bigint[] {
  const base = library.func('OrtGetApiBase', 'void *', [])() as bigint;
  const [getApi] = ffi.decode(base, 'void *', 1) as [bigint];
  const table = ffi.call(getApi, ffi.proto('void *', ['uint32_t']), API_VERSION) as bigint | null;
  if (table === null) throw new Error(`it has no version ${API_VERSION} of its interface`);
  return ffi.decode(table, 'void *', TABLE_LENGTH) as readonly bigint[];
}
