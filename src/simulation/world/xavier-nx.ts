import type {BoardCoefficients} from './coefficients.js';

/**
 * Jetson Xavier NX: the chip of AGX Xavier with three quarters of its GPU and half its memory's width.
 *
 * **Source:** 384 cores at 1109.25 MHz give 0.85 TFLOPS, 59.7 GB/s at 1866 MHz (NVIDIA, nominal). Idle: VDD_IN of 4.1 W,
 * CPU, GPU and CV 0.74 W of it, at a memory clock of 1600 MHz (tegrastats fixture of jetson_stats). The GPU's and the
 * cores' powers are AGX Xavier's fit, in proportion to units and to the voltage and clock they reach here; not fitted to a
 * measurement of this board. Sensor: hwmon driver of JetPack 5, one rail, 8 mA at 5 V a step.
 */
export const XAVIER_NX_COEFFICIENTS: BoardCoefficients = {
  baseMw: 2500,
  clusters: [
    {
      voltage: {minimumMv: 650, maximumMv: 1000, kneeHz: 800e6, topHz: 1907.2e6},
      launchSpeed: 1,
      flopsPerCycle: 16,
      powerDomains: [
        [0, 1],
        [2, 3],
        [4, 5],
      ],
      domainLeakageMw: 70,
      coreIdleMw: 110,
      coreBusyMw: 1250,
    },
  ],
  gpu: {
    voltage: {minimumMv: 700, maximumMv: 800, kneeHz: 600e6, topHz: 1109.25e6},
    flopsPerCycle: 768,
    bytesPerCycle: 192,
    cacheBytes: 512 * 1024,
    leakageMw: 260,
    idleMw: 950,
    busyMw: 11_800,
    rampCycles: 15_400,
    launchUs: 3.3,
    layerOverheadUs: 21,
  },
  memory: {topHz: 1866e6, bytesPerCycle: 32, idleMw: 1000, busyMw: 1900},
  cpuLayerOverheadUs: 14,
  thermal: {ambientMc: 25_000, riseMcPerW: 2200, timeConstantS: 100, leakagePerC: 0.012},
  sensor: {name: 'ina3221 (hwmon), VDD_IN', rails: ['VDD_IN'], refreshUs: 13_200, stepMw: 40, relativeNoise: 0.01},
};
