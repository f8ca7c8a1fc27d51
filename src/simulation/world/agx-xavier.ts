import type {BoardCoefficients} from './coefficients.js';

/**
 * Jetson AGX Xavier.
 *
 * **Source:** 512 cores at 1377 MHz give 1.41 TFLOPS, 137 GB/s at 2133 MHz (NVIDIA, nominal). Powers, voltage rise,
 * ramp and launch: `fitSweep` on batches 1 and 16 of LoudVA's sweep of the GPU clock (github iloudaros/LoudVA), rounded;
 * `npm run bench:fidelity` reports the batches it was not shown. The fit began from an idle power of 3.0 W (tegrastats
 * fixture of jetson_stats: SOC, DDR and SYS5V) and from the slope of the voltage line that NVIDIA DRIVE's documentation
 * prints for a Tegra. Carmel cores come in pairs that share a clock. Sensor: six rails of 5 mΩ, 155 mW a step each.
 */
export const AGX_XAVIER_COEFFICIENTS: BoardCoefficients = {
  baseMw: 3450,
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
      domainLeakageMw: 80,
      coreIdleMw: 140,
      coreBusyMw: 1620,
    },
  ],
  gpu: {
    voltage: {minimumMv: 700, maximumMv: 843, kneeHz: 620e6, topHz: 1377e6},
    flopsPerCycle: 1024,
    bytesPerCycle: 256,
    cacheBytes: 512 * 1024,
    leakageMw: 350,
    idleMw: 1800,
    busyMw: 22_300,
    rampCycles: 15_400,
    launchUs: 2.8,
    layerOverheadUs: 18,
  },
  memory: {topHz: 2133e6, bytesPerCycle: 64, idleMw: 2300, busyMw: 3700},
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
