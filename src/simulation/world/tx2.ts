import type {BoardCoefficients} from './coefficients.js';

/**
 * Jetson TX2.
 *
 * **Source:** 256 cores at 1300.5 MHz give 0.67 TFLOPS and 59.7 GB/s at 1866 MHz (NVIDIA, nominal). Idle: VDD_IN of
 * 1.4-1.9 W at low memory clocks, 3.1 W at light load with memory at 1600 MHz (tegrastats fixtures of jetson_stats);
 * whole board idle 4.2 / 4.7 / 5.7 W in Max-Q / Max-P / MAXN and 4.2 / 6.1 / 9.1 W above that under load (Qutibench),
 * frames per second 0.68 : 0.87 : 1; memory differs by about 0.65 W between 204 and 1600 MHz. GPU voltage: steeper than on
 * Xavier, so that these powers come out. Ramp and launch: what `fitSweep` finds on AGX Xavier, the launch on a slower core.
 * Sensor: driver ina3221x, 64 averages of 1.1 ms over three channels; 40 µV over 5 mΩ at 19 V.
 */
export const TX2_COEFFICIENTS: BoardCoefficients = {
  baseMw: 900,
  clusters: [
    {
      voltage: {minimumMv: 700, maximumMv: 1100, kneeHz: 700e6, topHz: 2035.2e6},
      launchSpeed: 1,
      flopsPerCycle: 8,
      powerDomains: [[0], [3], [4], [5]],
      domainLeakageMw: 25,
      coreIdleMw: 95,
      coreBusyMw: 850,
    },
    {
      voltage: {minimumMv: 700, maximumMv: 1120, kneeHz: 700e6, topHz: 2035.2e6},
      launchSpeed: 1.15,
      flopsPerCycle: 16,
      powerDomains: [[1], [2]],
      domainLeakageMw: 45,
      coreIdleMw: 160,
      coreBusyMw: 1250,
    },
  ],
  gpu: {
    voltage: {minimumMv: 720, maximumMv: 1050, kneeHz: 500e6, topHz: 1300.5e6},
    flopsPerCycle: 512,
    bytesPerCycle: 128,
    cacheBytes: 512 * 1024,
    leakageMw: 120,
    idleMw: 420,
    busyMw: 9200,
    rampCycles: 15_000,
    launchUs: 4.5,
    layerOverheadUs: 25,
  },
  memory: {topHz: 1866e6, bytesPerCycle: 32, idleMw: 720, busyMw: 1500},
  cpuLayerOverheadUs: 15,
  thermal: {ambientMc: 25_000, riseMcPerW: 2400, timeConstantS: 90, leakagePerC: 0.012},
  sensor: {name: 'ina3221x, VDD_IN', rails: ['VDD_IN'], refreshUs: 422_400, stepMw: 152, relativeNoise: 0.01},
};
