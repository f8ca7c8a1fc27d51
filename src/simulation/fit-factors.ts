import type {SweepWorkload} from './sweep-model.js';
import type {BoardCoefficients} from './world/coefficients.js';

/**
 * What a fit may change, each a factor on the prior, and how far its logarithm is expected to go.
 *
 * Scales are free: another board draws another power, another network takes another time. Proportions are held near the
 * prior's, because few points cannot tell them apart.
 */
const SPREADS = {
  power: 1.5,
  base: 0.05,
  gpuIdle: 0.3,
  gpuBusy: 0.15,
  voltageRise: 0.25,
  memoryIdle: 0.3,
  time: 3,
  ramp: 0.7,
  launch: 0.7,
} as const;

type Factor = keyof typeof SPREADS;

const FACTORS = Object.keys(SPREADS) as readonly Factor[];

export interface SweepFit {
  readonly coefficients: BoardCoefficients;
  readonly workload: SweepWorkload;
}

/** Logarithms of the factors that change nothing. */
export const NO_CHANGE: readonly number[] = FACTORS.map(() => 0);

/** How unexpected the factors are, each in units of its spread. */
export function surprise(logarithms: readonly number[]): readonly number[] {
  return FACTORS.map((factor, index) => (logarithms[index] ?? 0) / SPREADS[factor]);
}

/** The prior, changed by factors. */
export function applyFactors({coefficients, workload}: SweepFit, logarithms: readonly number[]): SweepFit {
  const of = (factor: Factor) => Math.exp(logarithms[FACTORS.indexOf(factor)] ?? 0);
  const {gpu, memory, clusters, baseMw} = coefficients;
  const power = of('power');
  return {
    coefficients: {
      ...coefficients,
      baseMw: baseMw * power * of('base'),
      clusters: clusters.map((cluster) => scaledCluster(cluster, power)),
      gpu: {
        ...gpu,
        voltage: steeper(gpu.voltage, of('voltageRise')),
        leakageMw: gpu.leakageMw * power,
        idleMw: gpu.idleMw * power * of('gpuIdle'),
        busyMw: gpu.busyMw * power * of('gpuBusy'),
        rampCycles: gpu.rampCycles * of('ramp'),
        launchUs: gpu.launchUs * of('launch'),
      },
      memory: {...memory, idleMw: memory.idleMw * power * of('memoryIdle'), busyMw: memory.busyMw * power},
    },
    workload: {
      flopsPerImage: workload.flopsPerImage * of('time'),
      bytesPerImage: workload.bytesPerImage * of('time'),
      operatorCount: workload.operatorCount * of('time'),
    },
  };
}

function scaledCluster(
  cluster: BoardCoefficients['clusters'][number],
  power: number,
): BoardCoefficients['clusters'][number] {
  const {domainLeakageMw, coreIdleMw, coreBusyMw} = cluster;
  return {
    ...cluster,
    domainLeakageMw: domainLeakageMw * power,
    coreIdleMw: coreIdleMw * power,
    coreBusyMw: coreBusyMw * power,
  };
}

function steeper(voltage: BoardCoefficients['gpu']['voltage'], by: number): BoardCoefficients['gpu']['voltage'] {
  const {minimumMv, maximumMv} = voltage;
  return {...voltage, maximumMv: minimumMv + (maximumMv - minimumMv) * by};
}
