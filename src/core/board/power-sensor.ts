/** Power of a board: what is read where, and the port to whatever reads it all the time. */

/** How one rail's power comes out of the kernel's files. Paths are those of this machine. */
export type RailSource =
  /** One line with mV and mA of one conversion. */
  | {readonly kind: 'pair'; readonly file: string}
  | {readonly kind: 'power'; readonly file: string; readonly unitsPerMw: number}
  /** mV and mA in files of their own, of two conversions. */
  | {readonly kind: 'voltage-current'; readonly voltageFile: string; readonly currentFile: string}
  /** µJ counted up to a range, from which it begins again at 0. */
  | {readonly kind: 'energy'; readonly file: string; readonly rangeUj: number};

/** One rail as found. */
export interface RailChannel {
  /** The board maker's label, exactly. */
  readonly rail: string;
  /** Kernel driver: `ina3221x`, `ina3221`, `intel-rapl`. */
  readonly driver: string;
  /** Bus and address of its chip, or the name of its device. */
  readonly device: string;
  /** False where the channel is switched off in the chip. */
  readonly enabled: boolean;
  readonly source: RailSource;
}

/** The rails that make up a board's power. */
export interface TotalRails {
  readonly channels: readonly RailChannel[];
  /** For people and profiles: driver and rails. */
  readonly description: string;
}

/** Power over one measured interval. */
export interface PowerWindow {
  /** Mean over the covered part. */
  readonly meanMw: number;
  /** Energy of the covered part, by the trapezoidal rule. */
  readonly energyUj: number;
  /** Readings that the sensor made anew; what was only read again does not count. */
  readonly distinctReadings: number;
  /** Share of the interval that lies between samples, 0..1. */
  readonly coverage: number;
}

/** Port to a sensor that samples by itself, on a thread of its own, while layers run. */
export interface PowerSensor {
  /** Driver and rails. */
  readonly description: string;
  readonly rails: readonly string[];
  /** Begins to sample. **Errors:** EnvironmentError when no first reading comes. */
  start(): Promise<void>;
  /** Microseconds of the clock that stamps the samples. */
  nowUs(): number;
  /** Power between two instants of {@link nowUs}. **Errors:** EnvironmentError when sampling has failed. */
  window(fromUs: number, untilUs: number): PowerWindow;
  stop(): Promise<void>;
}
