// One full simulated sweep of the four sample networks, in a process of its own: prints seconds, rows and peak memory.
import {performance} from 'node:perf_hooks';
import {SAMPLE_NETWORKS} from '../../src/composition/package-facts.js';
import {composeProfile} from '../../src/composition/profile.js';
import {profile} from '../../src/services/profile.js';

const [board = '', file = ''] = process.argv.slice(2);
const {inputs} = await composeProfile({
  board,
  models: SAMPLE_NETWORKS,
  batch: 32,
  engine: 'gpu',
  seed: 1,
  worldSeed: 1,
  approximations: 0,
  images: 0,
  profile: file,
});
const startedMs = performance.now();
const {rows} = await profile({...inputs, signal: new AbortController().signal});
const seconds = (performance.now() - startedMs) / 1000;
const layers = inputs.header.networks.map((network) => network.layers.length);
console.log(JSON.stringify({seconds, rows, layers, peakMb: process.resourceUsage().maxRSS / 1024}));
