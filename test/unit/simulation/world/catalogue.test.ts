import {describe, expect, it} from 'vitest';
import {CATALOGUE} from '../../../../src/boards/catalogue.js';
import {drifted} from '../../../../src/simulation/drift.js';
import {COEFFICIENTS} from '../../../../src/simulation/world/catalogue.js';
import type {BoardCoefficients} from '../../../../src/simulation/world/coefficients.js';
import {TYPICAL_COUPLINGS, TYPICAL_LAYER} from '../../../../src/simulation/world/hidden-truth.js';
import {gpuTruth} from '../../../../src/simulation/world/layer-truth.js';
import {operatingPoint} from '../../../../src/simulation/world/operating-points.js';

/** Nominal TFLOPS and GB/s, and the power in W that the idling and the busy board stay within. */
const NOMINAL = {
  tx2: {tflops: 0.67, gbPerS: 59.7, idleW: [3, 6], busyW: [9, 18]},
  'agx-xavier': {tflops: 1.41, gbPerS: 137, idleW: [5, 13], busyW: [25, 45]},
  'xavier-nx': {tflops: 0.85, gbPerS: 59.7, idleW: [4, 7], busyW: [12, 22]},
  'agx-orin': {tflops: 5.3, gbPerS: 204.8, idleW: [7, 15], busyW: [35, 65]},
  'orin-nano': {tflops: 1.28, gbPerS: 68, idleW: [4, 7], busyW: [8, 16]},
} as const;

const boards = Object.entries(NOMINAL).map(([name, nominal]) => {
  const board = CATALOGUE.find((known) => known.name === name);
  const coefficients = COEFFICIENTS[name];
  if (board === undefined || coefficients === undefined) throw new Error(`${name} is not simulated`);
  return {name, board, coefficients, nominal};
});

/** A large convolution at the reference. */
function busy(coefficients: BoardCoefficients, configuration: Parameters<typeof operatingPoint>[2]) {
  const truth = {latencyUs: 0, powerMw: 0};
  const laws = {coefficients, couplings: TYPICAL_COUPLINGS};
  const cost = {flops: 100e9, bytes: 50e6, operatorCount: 1};
  const point = operatingPoint(coefficients, TYPICAL_COUPLINGS, configuration);
  gpuTruth(laws, point, {cost, onGpu: true, hidden: TYPICAL_LAYER}, truth);
  return {point, truth};
}

describe('coefficients of the simulated boards', () => {
  it('are of boards in the catalogue', () => {
    expect(Object.keys(COEFFICIENTS).toSorted()).toEqual(Object.keys(NOMINAL).toSorted());
  });

  it.each(boards)('agree with the space, the peak rates and the powers of $name', ({board, coefficients, nominal}) => {
    const reference = board.space.at(board.space.reference);
    const {gpu, memory, clusters} = coefficients;
    expect(gpu.voltage.topHz).toBe(reference.gpuHz);
    expect(memory.topHz).toBe(reference.emcHz);
    expect(clusters.map(({powerDomains}) => powerDomains.flat())).toEqual(board.clusters.map(({cpus}) => [...cpus]));
    expect((gpu.voltage.topHz * gpu.flopsPerCycle) / 1e12 / nominal.tflops).toBeCloseTo(1, 1);
    expect((memory.topHz * memory.bytesPerCycle) / 1e9 / nominal.gbPerS).toBeCloseTo(1, 1);
    const {point, truth} = busy(coefficients, reference);
    expect(point.idleMw / 1000).toBeGreaterThan(nominal.idleW[0]);
    expect(point.idleMw / 1000).toBeLessThan(nominal.idleW[1]);
    expect(truth.powerMw / 1000).toBeGreaterThan(nominal.busyW[0]);
    expect(truth.powerMw / 1000).toBeLessThan(nominal.busyW[1]);
  });
});

describe('drifted', () => {
  it('is 20 °C warmer with a tenth less memory bandwidth, and else the same', () => {
    for (const {coefficients} of boards) {
      const {thermal, memory, ...rest} = drifted(coefficients);
      expect(thermal.ambientMc - coefficients.thermal.ambientMc).toBe(20_000);
      expect(memory.bytesPerCycle / coefficients.memory.bytesPerCycle).toBeCloseTo(0.9, 12);
      const {thermal: before, memory: faster} = coefficients;
      expect({...rest, thermal: before, memory: faster}).toEqual(coefficients);
    }
  });
});
