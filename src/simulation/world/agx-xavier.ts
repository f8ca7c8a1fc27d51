import type {BoardCoefficients} from './coefficients.js';

/**
 * Jetson AGX Xavier.
 *
 * **Source:** 512 cores at 1377 MHz give 1.41 TFLOPS, 137 GB/s at 2133 MHz (NVIDIA, nominal). Idle 3.35 W over six rails
 * (tegrastats fixture of jetson_stats, memory at 665 MHz). Load: the sweep of the GPU clock by LoudVA follows
 * P = 5 + 11 f + 2.4 f³ W (f in GHz) at batch 4-16, so dynamic power is nearly linear in the clock: a shallow voltage
 * line. Carmel cores come in pairs that share a clock. Sensor: six rails of 5 mΩ, 155 mW a step each.
 */
export const AGX_XAVIER_COEFFICIENTS: BoardCoefficients = {
  baseMw: 2300,
  clusters: [
    {
      voltage: {minimumMv: 650, maximumMv: 1050, kneeHz: 800e6, topHz: 2265.6e6},
      launchSpeed: 1,
      flopsPerCycle: 16,
      powerDomains: [
        [0, 1],
        [2, 3],
        [4, 5],
        [6, 7],
      ],
      domainLeakageMw: 70,
      coreIdleMw: 120,
      coreBusyMw: 1400,
    },
  ],
  gpu: {
    voltage: {minimumMv: 640, maximumMv: 860, kneeHz: 600e6, topHz: 1377e6},
    flopsPerCycle: 1024,
    bytesPerCycle: 256,
    cacheBytes: 512 * 1024,
    leakageMw: 300,
    idleMw: 900,
    busyMw: 17_000,
    launchUs: 6,
    layerOverheadUs: 18,
  },
  memory: {bytesPerCycle: 64, idleMw: 1300, busyMw: 3200},
  cpuLayerOverheadUs: 12,
  thermal: {ambientMc: 25_000, riseMcPerW: 1100, timeConstantS: 150, leakagePerC: 0.012},
  sensor: {
    name: 'ina3221x, six rails',
    rails: ['GPU', 'CPU', 'SOC', 'CV', 'VDDRQ', 'SYS5V'],
    refreshUs: 422_400,
    stepMw: 155,
    relativeNoise: 0.01,
  },
};
