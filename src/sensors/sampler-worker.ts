/** The thread that samples: it shares no event loop with inference, for every reading may block for a conversion. */

import {parentPort, workerData} from 'node:worker_threads';
import {sample, type SamplerOptions} from './sample.js';

const failure = sample(workerData as SamplerOptions);
if (failure !== undefined) parentPort?.postMessage(failure);
