/**
 * What is documented of a board, or calibrated against published measurements, and what a simulation needs.
 *
 * These numbers are the public half of a simulated world; the other half (per-layer efficiency, cache knees,
 * couplings) is drawn from the world's seed and is known to nobody.
 */

/** A supply voltage that follows its clock: flat up to a knee, then linear, in the regulator's steps. */
export interface VoltageLine {
  readonly minimumMv: number;
  readonly maximumMv: number;
  /** Clock up to which the minimum voltage suffices. */
  readonly kneeHz: number;
  readonly topHz: number;
}

export interface ClusterCoefficients {
  readonly voltage: VoltageLine;
  /** Single-thread speed per Hz relative to the board's first cluster: what launching kernels depends on. */
  readonly launchSpeed: number;
  /** Single-precision operations per cycle and core with the vector unit. */
  readonly flopsPerCycle: number;
  /** Groups of cores that lose power only together; a group with one core online leaks in full. */
  readonly powerDomains: readonly (readonly number[])[];
  /** Leakage of one power domain at the minimum voltage and 45 °C. */
  readonly domainLeakageMw: number;
  /** Clock tree of one online core that does nothing, at top clock and voltage. */
  readonly coreIdleMw: number;
  /** One core at full work, at top clock and voltage, beside its idle power. */
  readonly coreBusyMw: number;
}

export interface BoardCoefficients {
  /** Everything that no knob changes: always-on rails, regulators' losses. */
  readonly baseMw: number;
  readonly clusters: readonly ClusterCoefficients[];
  readonly gpu: {
    readonly voltage: VoltageLine;
    /** Single-precision operations per cycle: two per core. */
    readonly flopsPerCycle: number;
    /** Bytes per cycle between the second-level cache and the units. */
    readonly bytesPerCycle: number;
    readonly cacheBytes: number;
    readonly leakageMw: number;
    /** Clock tree with nothing running, at top clock and voltage. */
    readonly idleMw: number;
    /** All units busy, at top clock and voltage, beside the idle power. */
    readonly busyMw: number;
    /** Cycles per kernel, whatever its size, in which not all units have work: its first and last waves. */
    readonly rampCycles: number;
    /** CPU time per kernel that the GPU waits for, at the reference clock of the launching core. */
    readonly launchUs: number;
    /** Fixed CPU time per layer (entering the runtime, synchronising), at the same clock. */
    readonly layerOverheadUs: number;
  };
  readonly memory: {
    readonly topHz: number;
    readonly bytesPerCycle: number;
    /** Controller and refresh at top clock with no traffic. */
    readonly idleMw: number;
    /** Full traffic at top clock, beside the idle power. */
    readonly busyMw: number;
  };
  /** Fixed CPU time per layer of the CPU engine at the reference clock. */
  readonly cpuLayerOverheadUs: number;
  readonly thermal: {
    readonly ambientMc: number;
    /** Steady rise of the die per W. */
    readonly riseMcPerW: number;
    readonly timeConstantS: number;
    /** Relative growth of leakage per °C. */
    readonly leakagePerC: number;
  };
  readonly sensor: SensorCoefficients;
}

/** An INA3221 as its driver configures it. */
export interface SensorCoefficients {
  /** For people and for the profile. */
  readonly name: string;
  readonly rails: readonly string[];
  /** Time after which a reading is a new one. */
  readonly refreshUs: number;
  /** Resolution of the total. */
  readonly stepMw: number;
  /** Standard deviation of one reading relative to its value. */
  readonly relativeNoise: number;
}
