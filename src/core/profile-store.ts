/** Port of the place where sweeps are kept: one sweep in one place, written by one process at a time. */

import type {Approximation, VariantLoss} from './network/approximation.js';
import type {Network} from './network/network.js';
import type {
  ConfigurationMeasurement,
  Measurement,
  Problem,
  RowKey,
  SweepCircumstances,
  SweepIdentity,
  TransitionMeasurement,
} from './profile.js';

/** What a sweep is, as it stands at the head of its profile. */
export interface SweepHeader {
  readonly identity: SweepIdentity;
  readonly circumstances: SweepCircumstances;
  readonly networks: readonly Network[];
}

/** Where one sweep is kept. */
export interface ProfileStore {
  /**
   * Starts the sweep, or continues it when it was started before; the circumstances of the start are kept.
   *
   * **Errors:** DataError when another sweep is kept here, or what is here is no profile; EnvironmentError when another
   * process writes it, or it cannot be written.
   */
  openForWriting(header: SweepHeader): ProfileWriter;

  /** **Errors:** DataError when there is no profile, or what is here is none; EnvironmentError when it cannot be read. */
  openForReading(): ProfileReader;
}

/**
 * Adds to a sweep. Whatever is added is kept as soon as {@link commit} returns; a writer commits by itself so often that
 * at most one second of measurements can be lost. What is added twice under one key replaces what was there.
 *
 * **Errors:** EnvironmentError from every method when the disk is full or fails; what was committed before stays.
 */
export interface ProfileWriter {
  /** What the last commit stored with its rows; undefined in a new sweep. */
  readonly state: string | undefined;

  /** One byte per configuration: 1 where it is measured. */
  measuredConfigurations(): Uint8Array;

  /**
   * Adds what was measured at one configuration.
   *
   * @param rows - names of the measurement's rows, in their order
   * @param state - what the next measurement depends on; stored in the same transaction as the rows
   */
  append(rows: readonly RowKey[], measurement: ConfigurationMeasurement, state?: string): void;
  recordTransitions(transitions: readonly TransitionMeasurement[]): void;
  recordProblem(problem: Problem): void;
  recordVariantLosses(losses: readonly VariantLoss[]): void;
  /** Replaces all that the networks among them had. */
  recordApproximations(approximations: readonly Approximation[]): void;
  commit(): void;
  /** Commits and lets go; may be called again. */
  close(): void;
}

/**
 * One row's values over all configurations.
 *
 * **Shape:** indexed by configuration; NaN where nothing is known.
 */
export interface RowColumns {
  readonly latencyMedianUs: Float32Array;
  readonly latencyP95Us: Float32Array;
  readonly latencyP99Us: Float32Array;
  readonly powerMw: Float32Array;
  readonly energyUj: Float32Array;
}

/** Columns of every row of a profile. */
export interface MeasurementColumns {
  /** Undefined when the row was measured nowhere. */
  of(row: RowKey): RowColumns | undefined;
}

/** A measurement and the row it belongs to. */
export interface StoredMeasurement {
  readonly row: RowKey;
  readonly measurement: Measurement;
}

/** How much a profile holds. */
export interface ProfileCounts {
  readonly configurations: number;
  readonly rows: number;
  readonly predictedRows: number;
  readonly throttledRows: number;
}

/** Reads a sweep, also while it is being written. **Errors:** DataError from every method when the profile is damaged. */
export interface ProfileReader {
  readonly header: SweepHeader;

  /**
   * Digest of what was measured, hexadecimal: the same for the same rows, whenever and wherever they were measured.
   *
   * SHA-256 over identity, networks, transitions, accuracy losses, and of measurements and idle powers over their count
   * and sums (plain and weighted by configuration and row, to 12 digits); circumstances and problems do not enter.
   */
  contentHash(): string;
  counts(): ProfileCounts;
  /** Everything measured, in one pass over the profile. */
  columns(): MeasurementColumns;
  /** Power with nothing running, in mW, by configuration; NaN where nothing is known. */
  idlePowerMw(): Float32Array;
  /** What was measured at one configuration, in the order of networks, layers and variants. */
  measurementsAt(configuration: number): readonly StoredMeasurement[];
  transitions(): readonly TransitionMeasurement[];
  problems(): readonly Problem[];
  variantLosses(): readonly VariantLoss[];
  approximations(): readonly Approximation[];
  close(): void;
}
