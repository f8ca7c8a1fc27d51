import type {BoardCoefficients} from './coefficients.js';

/**
 * Jetson Orin Nano 8 GB.
 *
 * **Source:** 1024 cores at 624.75 MHz give 1.28 TFLOPS, 68 GB/s at 2133 MHz (NVIDIA, nominal). Idle: VDD_IN of 5.3 W on a
 * module of its class, CPU, GPU and CV 0.77 W of it, memory at 2133 MHz (tegrastats fixture of jetson_stats). Load: the
 * 15 W mode caps no clock (NVIDIA, nvpmodel), so everything at the top stays near it; shape of the voltage line, ramp and
 * launch as fitted on AGX Xavier; not fitted to a measurement of this board. Sensor: hwmon driver of JetPack 5, one rail,
 * 8 mA at 5 V a step.
 */
export const ORIN_NANO_COEFFICIENTS: BoardCoefficients = {
  baseMw: 3100,
  clusters: [
    {
      voltage: {minimumMv: 600, maximumMv: 850, kneeHz: 700e6, topHz: 1510.4e6},
      launchSpeed: 1,
      flopsPerCycle: 16,
      powerDomains: [
        [0, 1, 2, 3],
        [4, 5],
      ],
      domainLeakageMw: 90,
      coreIdleMw: 45,
      coreBusyMw: 650,
    },
  ],
  gpu: {
    voltage: {minimumMv: 600, maximumMv: 680, kneeHz: 300e6, topHz: 624.75e6},
    flopsPerCycle: 2048,
    bytesPerCycle: 256,
    cacheBytes: 2048 * 1024,
    leakageMw: 250,
    idleMw: 500,
    busyMw: 6200,
    rampCycles: 15_400,
    launchUs: 3.2,
    layerOverheadUs: 20,
  },
  memory: {topHz: 2133e6, bytesPerCycle: 32, idleMw: 1000, busyMw: 1900},
  cpuLayerOverheadUs: 13,
  thermal: {ambientMc: 25_000, riseMcPerW: 2400, timeConstantS: 100, leakagePerC: 0.012},
  sensor: {name: 'ina3221 (hwmon), VDD_IN', rails: ['VDD_IN'], refreshUs: 13_200, stepMw: 40, relativeNoise: 0.01},
};
