import type {BoardCoefficients} from './coefficients.js';

/**
 * Jetson AGX Orin.
 *
 * **Source:** 2048 cores at 1300.5 MHz give 5.3 TFLOPS, 204.8 GB/s at 3199 MHz (NVIDIA, nominal). Idle: 6.7 to 8.7 W over
 * VDD_GPU_SOC, VDD_CPU_CV and VIN_SYS_5V0 (tegrastats fixtures of jetson_stats). Load: the 50 W mode runs twelve cores at
 * 1497.6 MHz and the GPU at 816 MHz (NVIDIA, nvpmodel), which sets the scale of the GPU's busy power; shape of the voltage
 * line, ramp and launch as fitted on AGX Xavier; not fitted to a measurement of this board. Sensor: hwmon driver of
 * JetPack 5, three rails read one after the other, 20 mA at 20 V a step each.
 */
export const AGX_ORIN_COEFFICIENTS: BoardCoefficients = {
  baseMw: 4600,
  clusters: [
    {
      voltage: {minimumMv: 600, maximumMv: 1000, kneeHz: 800e6, topHz: 2201.6e6},
      launchSpeed: 1,
      flopsPerCycle: 16,
      powerDomains: [
        [0, 1, 2, 3],
        [4, 5, 6, 7],
        [8, 9, 10, 11],
      ],
      domainLeakageMw: 120,
      coreIdleMw: 90,
      coreBusyMw: 1300,
    },
  ],
  gpu: {
    voltage: {minimumMv: 600, maximumMv: 750, kneeHz: 580e6, topHz: 1300.5e6},
    flopsPerCycle: 4096,
    bytesPerCycle: 512,
    cacheBytes: 4096 * 1024,
    leakageMw: 700,
    idleMw: 2000,
    busyMw: 34_000,
    rampCycles: 15_400,
    launchUs: 2.2,
    layerOverheadUs: 14,
  },
  memory: {topHz: 3199e6, bytesPerCycle: 64, idleMw: 2400, busyMw: 5200},
  cpuLayerOverheadUs: 9,
  thermal: {ambientMc: 25_000, riseMcPerW: 800, timeConstantS: 150, leakagePerC: 0.012},
  sensor: {
    name: 'ina3221 (hwmon), three rails',
    rails: ['VDD_GPU_SOC', 'VDD_CPU_CV', 'VIN_SYS_5V0'],
    refreshUs: 39_600,
    stepMw: 400,
    relativeNoise: 0.01,
  },
};
