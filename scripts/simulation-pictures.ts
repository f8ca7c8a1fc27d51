import {mkdirSync, writeFileSync} from 'node:fs';
import {fitSweep} from '../src/simulation/fit-sweep.js';
import {sweepTruth} from '../src/simulation/sweep-model.js';
import {AGX_XAVIER_COEFFICIENTS} from '../src/simulation/world/agx-xavier.js';
import {AGX_XAVIER_SWEEP, HAS_SWEEP, ofBatches, readSweep} from '../test/support/measured-sweep.js';
import {lineChart} from './line-chart.js';

// The pictures of docs/simulation.md: the published sweep of AGX Xavier's GPU clock, and the simulated board fitted to its
// batches 1 and 16.
const FOLDER = new URL('../docs/simulation/', import.meta.url);
const COLOURS = new Map([
  [1, '#1f77b4'],
  [4, '#d62728'],
  [16, '#2ca02c'],
]);

/** What is drawn over the GPU clock. */
const QUANTITIES = {
  latency: {title: 'Latency per image', unit: 'ms', of: (us: number, _mw: number, batch: number) => us / batch / 1e3},
  power: {title: 'Power', unit: 'W', of: (_us: number, mw: number) => mw / 1e3},
  energy: {
    title: 'Energy per image',
    unit: 'J',
    of: (us: number, mw: number, batch: number) => (us * mw) / batch / 1e9,
  },
};

if (HAS_SWEEP) drawAll();
else console.error('the measured sweep is not beside the repository: nothing drawn');

function drawAll(): void {
  const points = readSweep(AGX_XAVIER_SWEEP);
  const {coefficients, workload} = fitSweep(ofBatches(points, [1, 16]), AGX_XAVIER_COEFFICIENTS);
  mkdirSync(FOLDER, {recursive: true});
  for (const [name, {title, unit, of}] of Object.entries(QUANTITIES)) {
    const curves = [...COLOURS].flatMap(([batch, colour]) => {
      const own = ofBatches(points, [batch]);
      const measured = own.map((p) => [p.gpuHz / 1e6, of(p.latencyUs, p.powerMw, batch)] as const);
      const simulated = own.map(({gpuHz}) => {
        const truth = sweepTruth(coefficients, workload, gpuHz, batch);
        return [gpuHz / 1e6, of(truth.latencyUs, truth.powerMw, batch)] as const;
      });
      return [
        {name: `batch ${batch}: line simulated`, colour, dotted: false, points: simulated},
        {name: `batch ${batch}: dots measured`, colour, dotted: true, points: measured},
      ];
    });
    const svg = lineChart(`${title}, AGX Xavier (fitted on batches 1 and 16)`, 'GPU clock, MHz', unit, curves);
    writeFileSync(new URL(`xavier-${name}.svg`, FOLDER), svg);
  }
}
