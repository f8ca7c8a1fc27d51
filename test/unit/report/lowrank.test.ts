import {describe, expect, it} from 'vitest';

import {renderLowRank, type LowRankReport} from '../../../src/report/lowrank.js';

const operator = (rank: number, reconstructionError: number) => ({
  operator: 'op',
  scheme: 'spatial' as const,
  rank,
  breakEvenRank: 64,
  reconstructionError,
});

const REPORT: LowRankReport = {
  network: 'net:batch=8:cpu',
  threads: 2,
  metric: 'top-1',
  baseline: 0.925,
  layers: [
    {
      ordinal: 0,
      name: 'conv',
      flops: 2e9,
      latencyUs: 1000,
      variants: [
        {
          ordinal: 1,
          rankFraction: 0.75,
          flops: 1.5e9,
          latencyUs: 980,
          operators: [operator(48, 0.25)],
          outcome: {state: 'dropped', reason: 'too slow'},
        },
        {
          ordinal: 2,
          rankFraction: 0.25,
          flops: 0.5e9,
          latencyUs: 300,
          operators: [
            {...operator(16, 0.4), scheme: 'channel', outputError: 0.1},
            {...operator(32, 0.5), outputError: 0.2},
          ],
          outcome: {state: 'kept', loss: 0.0125, lossHalfWidth: 0.004, images: 500},
        },
      ],
    },
  ],
  frontier: [
    {
      variants: [0],
      latencyUs: 1200,
      speedUp: 1,
      inLayers: {latencyUs: 1500, speedUp: 1},
      predictedLoss: 0,
      loss: 0,
      lossHalfWidth: 0,
      images: 1000,
    },
    {
      variants: [2],
      latencyUs: 500,
      speedUp: 2.4,
      inLayers: {latencyUs: 750, speedUp: 2},
      predictedLoss: 0.0125,
      loss: 0.02,
      lossHalfWidth: 0.005,
      images: 1000,
    },
  ],
  files: ['out/net-0.onnx'],
};

describe('renderLowRank', () => {
  const lines = renderLowRank(REPORT).split('\n');
  const words = lines.map((line) => line.trim().split(/\s{2,}/));

  it('shows each layer with its variants, what was dropped, and why', () => {
    expect(lines[0]).toBe(
      'Low-rank variants of net:batch=8:cpu, measured here on 2 threads; top-1 of the original 92.50 %',
    );
    expect(words).toContainEqual(['0 conv', '0', '2.00 G', '1.00 ms']);
    expect(words).toContainEqual(['1', '48', '0.250', '×0.75', '×0.98', 'dropped']);
    expect(words).toContainEqual(['2', '16c 32', '0.400-0.500', '0.100-0.200', '×0.25', '×0.30', '1.25 ± 0.40 %']);
    expect(lines).toContain('  layer 0 conv, variant 1: too slow');
  });

  it('shows the frontier as a table and as a chart', () => {
    expect(lines).toContain('Whole configurations, on 1,000 other images');
    expect(words).toContainEqual(['1', '2', '500 µs', '×2.40', '×2.00', '2.00 ± 0.50 %', '1.25 %']);
    expect(lines.join('\n').match(/●/g)).toHaveLength(2);
    expect(lines.at(-1)).toBe('Written: out/net-0.onnx');
  });

  it('shows top-5 beside top-1 where it was measured', () => {
    const topFive = {loss: 0.005, lossHalfWidth: 0.002, images: 1000};
    const report = {
      ...REPORT,
      topFiveBaseline: 0.995,
      frontier: REPORT.frontier.map((entry) => ({...entry, topFive})),
    };
    const [first = '', ...others] = renderLowRank(report).split('\n');
    expect(first).toContain('top-1 of the original 92.50 %, top-5 99.50 %');
    expect(others.map((line) => line.trim().split(/\s{2,}/))).toContainEqual([
      ...['1', '2', '500 µs', '×2.40', '×2.00', '2.00 ± 0.50 %', '1.25 %', '0.50 ± 0.20 %'],
    ]);
    expect(renderLowRank({...report, metric: 'agreement'}).split('\n')[0]).not.toContain('top-5');
  });
});
