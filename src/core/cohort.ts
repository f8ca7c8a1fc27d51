import type {ImageFormat} from './image-format.js';
import type {Engine} from './network/network.js';
import type {MissAction} from './schedule/instance.js';
import type {Mode} from './schedule/mode.js';

/** Where an instance's inputs come from. */
export type CohortInput =
  | {readonly kind: 'generated'}
  /** IDX files, plain or gzip, or NumPy files. */
  | {readonly kind: 'images'; readonly images: string; readonly labels: string}
  /** Image files in one folder for each class. */
  | {readonly kind: 'folder'; readonly folder: string; readonly format: ImageFormat};

/** One instance as the user describes it. */
export interface CohortInstance {
  readonly name: string;
  /** A sample network's name, or a path to an ONNX file. */
  readonly model: string;
  readonly batch: number;
  readonly engine: Engine;
  readonly periodUs: number;
  readonly relativeDeadlineUs: number;
  readonly offsetUs: number;
  readonly onMiss: MissAction;
  readonly criticality: number;
  /** Lowest accuracy relative to the original network, 0..1; absent when any is accepted. */
  readonly minAccuracy?: number;
  /** Absent: the sample images for a sample network, generated inputs otherwise. */
  readonly input?: CohortInput;
}

/** The networks that run together, as the user describes them. */
export interface Cohort {
  /** For messages: the file, or `the command line`. */
  readonly place: string;
  readonly board?: string;
  /** File of the tables. */
  readonly tables?: string;
  readonly mode?: Mode;
  /** Most that the board may draw while a layer runs, mW; absent when anything is allowed. */
  readonly powerCapMw?: number;
  readonly instances: readonly CohortInstance[];
}
