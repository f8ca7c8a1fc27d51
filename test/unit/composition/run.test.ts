import {createHash} from 'node:crypto';
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, it} from 'vitest';
import {composeRun, type RunRequest} from '../../../src/composition/run.js';
import {openTableStore} from '../../../src/composition/tables.js';
import type {CohortInstance} from '../../../src/core/cohort.js';
import {buildTables} from '../../../src/core/tables/build-tables.js';
import {SMALL_SPACE, smallProfile} from '../../support/small-profile.js';
import {temporaryFolder} from '../../support/temporary-folder.js';
import {node, tinyModelBytes} from '../../support/tiny-model.js';

const WORK = {computeUs: 1000, memoryUs: 300};
/** Nothing can run it: whoever tries to cut it complains. */
const MYSTERY = tinyModelBytes({nodes: [node('Mystery', ['x'], ['y'])]});

/** A run of `mystery.onnx`, with tables of a model of that content. */
async function requestIn(folder: string, content: Uint8Array): Promise<RunRequest> {
  const table = path.join(folder, 'tables.sqlite');
  const model = path.join(folder, 'mystery.onnx');
  writeFileSync(model, MYSTERY);
  const columns = smallProfile([WORK, WORK]);
  const networks = columns.networks.map((columnsOf) => ({
    ...columnsOf,
    network: {
      ...{...columnsOf.network, name: 'mystery', batch: 4},
      contentHash: createHash('sha256').update(content).digest('hex'),
    },
  }));
  (await openTableStore(table)).save({
    header: {
      ...{origin: 'simulated', board: 'sim:tx2', worldSeed: 1, profileHash: '', neuosVersion: '0.1.0'},
      ...{configurationCount: SMALL_SPACE.size, transitions: 'assumed'},
    },
    tables: buildTables({...columns, networks}, SMALL_SPACE),
  });
  const instance: CohortInstance = {
    name: 'a',
    model,
    batch: 4,
    engine: 'gpu',
    periodUs: 9000,
    relativeDeadlineUs: 9000,
    offsetUs: 0,
    onMiss: 'finish',
    criticality: 1,
  };
  return {
    cohort: {place: 'a test', instances: [instance]},
    ...{table, strategy: 'horizon', policy: 'neuos', method: 'neuos', seed: 1, jobs: 10, execute: 0, realtime: false},
  };
}

describe('a run', () => {
  it('opens no network when nothing is computed', async () => {
    const request = await requestIn(temporaryFolder(), MYSTERY);
    const {instances, answers} = await composeRun(request);
    expect(instances).toMatchObject([{name: 'a', network: 0}]);
    expect(answers).toBeUndefined();
    await expect(composeRun({...request, execute: 1})).rejects.toThrow('Mystery');
  });

  it('refuses a model of another content all the same', async () => {
    const request = await requestIn(temporaryFolder(), new Uint8Array(3));
    await expect(composeRun(request)).rejects.toThrow(/mystery\.onnx is not the model .* was built for: content/);
  });
});
