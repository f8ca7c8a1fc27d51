import type {DvfsConfiguration} from '../../core/board/configuration.js';
import type {BoardCoefficients, ClusterCoefficients, VoltageLine} from './coefficients.js';
import type {HiddenCouplings} from './hidden-truth.js';

/** What one configuration offers and costs; computed once per world for the whole space. */
export interface OperatingPoint {
  /** CPU time relative to the first cluster's top clock. */
  readonly launchSlowdown: number;
  readonly gpuCyclesPerUs: number;
  readonly gpuFlopsPerUs: number;
  readonly cpuFlopsPerUs: number;
  readonly bytesPerUs: number;
  readonly idleMw: number;
  /** Part of `idleMw` that grows with temperature, at 45 °C. */
  readonly leakageMw: number;
  readonly gpuBusyMw: number;
  /** One core that launches kernels. */
  readonly launchingCoreBusyMw: number;
  /** All online cores at work. */
  readonly cpuBusyMw: number;
  readonly memoryBusyMw: number;
}

/** Supply voltage at a clock: the line, rounded up to the regulator's next step. */
export function voltageMv(line: VoltageLine, hz: number, {voltageOffsetMv, voltageStepMv}: HiddenCouplings): number {
  const share = Math.max(0, (hz - line.kneeHz) / (line.topHz - line.kneeHz));
  const exact = line.minimumMv + share * (line.maximumMv - line.minimumMv);
  if (voltageStepMv === 0) return exact;
  return Math.ceil((exact - voltageOffsetMv) / voltageStepMv) * voltageStepMv + voltageOffsetMv;
}

/** Dynamic power scale relative to the top of the line: V²f. */
function dynamicScale(line: VoltageLine, hz: number, couplings: HiddenCouplings): number {
  const volt = voltageMv(line, hz, couplings) / voltageMv(line, line.topHz, couplings);
  return volt * volt * (hz / line.topHz);
}

/** Leakage scale relative to the minimum voltage: roughly cubic in voltage. */
function leakageScale(line: VoltageLine, hz: number, couplings: HiddenCouplings): number {
  return (voltageMv(line, hz, couplings) / line.minimumMv) ** 3;
}

/** @param configuration - of the board that the coefficients describe; its clocks need not be in the board's table. */
export function operatingPoint(
  coefficients: BoardCoefficients,
  couplings: HiddenCouplings,
  configuration: DvfsConfiguration,
): OperatingPoint {
  const {gpu, memory} = coefficients;
  const clusters = configuration.clusters.map((setting, index) =>
    clusterPoint(coefficients.clusters[index] as ClusterCoefficients, setting.cpuHz, setting.onlineCpus, couplings),
  );
  const fastest = Math.max(...clusters.map(({launchHz}) => launchHz));
  const launchSlowdown = (coefficients.clusters[0] as ClusterCoefficients).voltage.topHz / fastest;
  const gpuLeakage = gpu.leakageMw * leakageScale(gpu.voltage, configuration.gpuHz, couplings);
  const gpuScale = dynamicScale(gpu.voltage, configuration.gpuHz, couplings);
  const memoryScale = configuration.emcHz / memory.topHz;
  const leakageMw = gpuLeakage + sum(clusters, 'leakageMw');
  const emcBytesPerUs = (configuration.emcHz * memory.bytesPerCycle) / 1e6;
  const gpuBytesPerUs = (configuration.gpuHz * gpu.bytesPerCycle) / 1e6;
  const bandwidthLoss = couplings.slowCpuBandwidthLoss * Math.min(1, Math.max(0, (launchSlowdown - 1) / 5));
  return {
    launchSlowdown,
    gpuCyclesPerUs: configuration.gpuHz / 1e6,
    gpuFlopsPerUs: (configuration.gpuHz * gpu.flopsPerCycle) / 1e6,
    cpuFlopsPerUs: sum(clusters, 'flopsPerUs'),
    bytesPerUs: (1 - bandwidthLoss) * softMinimum(emcBytesPerUs, gpuBytesPerUs),
    idleMw:
      coefficients.baseMw + leakageMw + sum(clusters, 'idleMw') + gpu.idleMw * gpuScale + memory.idleMw * memoryScale,
    leakageMw,
    gpuBusyMw: gpu.busyMw * gpuScale,
    launchingCoreBusyMw: Math.max(...clusters.map(({oneCoreBusyMw}) => oneCoreBusyMw)),
    cpuBusyMw: sum(clusters, 'busyMw'),
    memoryBusyMw: memory.busyMw * memoryScale,
  };
}

interface ClusterPoint {
  readonly launchHz: number;
  readonly flopsPerUs: number;
  readonly leakageMw: number;
  readonly idleMw: number;
  readonly busyMw: number;
  readonly oneCoreBusyMw: number;
}

function clusterPoint(
  cluster: ClusterCoefficients,
  cpuHz: number,
  online: readonly number[],
  couplings: HiddenCouplings,
): ClusterPoint {
  const scale = dynamicScale(cluster.voltage, cpuHz, couplings);
  const powered = cluster.powerDomains.filter((domain) => domain.some((cpu) => online.includes(cpu))).length;
  return {
    launchHz: online.length === 0 ? 0 : cpuHz * cluster.launchSpeed,
    flopsPerUs: (online.length * cpuHz * cluster.flopsPerCycle) / 1e6,
    leakageMw: powered * cluster.domainLeakageMw * leakageScale(cluster.voltage, cpuHz, couplings),
    idleMw: online.length * cluster.coreIdleMw * scale,
    busyMw: online.length * cluster.coreBusyMw * scale,
    oneCoreBusyMw: online.length === 0 ? 0 : cluster.coreBusyMw * scale,
  };
}

/** The smaller of two rates, rounded off where they are close. */
function softMinimum(a: number, b: number): number {
  return 1 / Math.sqrt(Math.sqrt(a ** -4 + b ** -4));
}

function sum(points: readonly ClusterPoint[], key: keyof ClusterPoint): number {
  return points.reduce((total, point) => total + point[key], 0);
}
