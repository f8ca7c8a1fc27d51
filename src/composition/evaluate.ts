import {writeFileSync} from 'node:fs';
import path from 'node:path';
import type {Cohort} from '../core/cohort.js';
import {EnvironmentError} from '../core/errors.js';
import type {EvaluatedPolicy, EvaluatedWorld, EvaluationCell} from '../core/evaluation/cell.js';
import {COHORT_SHAPES, type CohortShape} from '../core/evaluation/cohort-shape.js';
import {networkKey, type Engine, type Network} from '../core/network/network.js';
import type {EvaluateInputs} from '../services/evaluate.js';
import {openEvaluationPool} from './evaluation-pool.js';
import type {EvaluationTask} from './evaluation-task.js';
import {openNetwork, openRuntime, type NetworkRequest} from './networks.js';
import {SAMPLE_NETWORKS} from './package-facts.js';
import {isReplay, openReplay, selectNetworks} from './replay.js';

export interface EvaluateRequest {
  readonly board: string;
  /** Networks that shapes are made of; all samples, or all of a replayed file, when absent. */
  readonly models: readonly string[] | undefined;
  readonly batch: number;
  readonly engine: Engine;
  /** Shapes and cohort files. */
  readonly cohorts: readonly string[];
  readonly deadlineFactors: readonly number[];
  readonly deadlineShares: readonly number[];
  readonly offsets: readonly boolean[];
  readonly policies: readonly EvaluatedPolicy[];
  readonly worldSeeds: readonly number[];
  readonly drift: readonly boolean[];
  readonly transitionFactors: readonly number[];
  readonly seeds: readonly number[];
  readonly jobs: number;
}

/** What `evaluate` needs, but for the signal and the progress. */
export async function composeEvaluate(
  request: EvaluateRequest,
): Promise<Omit<EvaluateInputs<EvaluationTask>, 'signal' | 'onProgress'>> {
  const shapes = request.cohorts.filter(isShape);
  const files = request.cohorts.filter((cohort) => !isShape(cohort));
  const ofShapes = shapes.length === 0 ? [] : await openShapeNetworks(request);
  const groups = [{networks: ofShapes, cells: shapeCells(request, shapes)}];
  for (const file of files) groups.push(await cohortFileGroup(file));
  const tasks = groups.flatMap(({networks, cells}) => tasksOf(request, networks, cells));
  const {policies, seeds} = request;
  const rowCount = tasks.reduce((total, {cells}) => total + cells.length * seeds.length * policies.length, 0);
  return {tasks, pool: openEvaluationPool(), rowCount};
}

/** Writes a file that was asked for. **Errors:** EnvironmentError when it cannot be written. */
export function writeResult(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new EnvironmentError(`${file} cannot be written`, {cause: error});
  }
}

/** One task for each world and cohort, so that there is enough to share out among the cores. */
function tasksOf(
  request: EvaluateRequest,
  networks: readonly Network[],
  cells: readonly EvaluationCell[],
): readonly EvaluationTask[] {
  const {board, policies, seeds, jobs} = request;
  const cohorts = [...new Set(cells.map(({cohort}) => cohort))];
  return worldsOf(request).flatMap((world) =>
    cohorts.map((cohort) => {
      const own = cells.filter((cell) => cell.cohort === cohort);
      return {board, world, networks, cells: own, policies, seeds, jobs};
    }),
  );
}

function worldsOf({worldSeeds, drift, transitionFactors}: EvaluateRequest): readonly EvaluatedWorld[] {
  return worldSeeds.flatMap((seed) =>
    drift.flatMap((drifted) => transitionFactors.map((transitionFactor) => ({seed, drifted, transitionFactor}))),
  );
}

function isShape(cohort: string): cohort is CohortShape {
  return (COHORT_SHAPES as readonly string[]).includes(cohort);
}

function shapeCells(
  {deadlineFactors, deadlineShares, offsets}: EvaluateRequest,
  shapes: readonly CohortShape[],
): readonly EvaluationCell[] {
  return shapes.flatMap((cohort) =>
    deadlineFactors.flatMap((deadlineFactor) =>
      deadlineShares.flatMap((deadlineShare) =>
        offsets.map((withOffsets) => ({cohort, instances: cohort, deadlineFactor, deadlineShare, withOffsets})),
      ),
    ),
  );
}

async function openShapeNetworks({board, models, batch, engine}: EvaluateRequest): Promise<readonly Network[]> {
  if (isReplay(board)) {
    const {networks} = await openReplay(board, batch);
    return models === undefined ? networks : selectNetworks(networks, models, board);
  }
  return originals((models ?? SAMPLE_NETWORKS).map((model) => ({model, batch, engine})));
}

/** A cohort file as a cell of its own: its periods are the file's. */
async function cohortFileGroup(
  file: string,
): Promise<{readonly networks: readonly Network[]; readonly cells: readonly EvaluationCell[]}> {
  const {readCohortFile} = await import('../config/cohort-file.js');
  const cohort = readCohortFile(file);
  const networks = await originals(distinct(cohort.instances));
  const cell = {cohort: file, instances: specsOf(cohort, networks), deadlineFactor: 1, deadlineShare: 1};
  return {networks, cells: [{...cell, withOffsets: cohort.instances.some(({offsetUs}) => offsetUs > 0)}]};
}

function specsOf({instances}: Cohort, networks: readonly Network[]): Exclude<EvaluationCell['instances'], string> {
  return instances.map(({name, model, batch, engine, periodUs, relativeDeadlineUs, offsetUs, criticality}) => {
    const key = networkKey({name: path.basename(model, '.onnx'), batch, engine});
    const network = networks.findIndex((opened) => networkKey(opened) === key);
    // As everywhere in an evaluation: whoever is late is finished, so that every policy does the same work.
    return {name, network, periodUs, relativeDeadlineUs, offsetUs, onMiss: 'finish', criticality};
  });
}

function distinct(requests: readonly NetworkRequest[]): readonly NetworkRequest[] {
  const byKey = new Map(
    requests.map(({model, batch, engine}) => [`${model}:${batch}:${engine}`, {model, batch, engine}]),
  );
  return [...byKey.values()];
}

/** Networks without their variants: an evaluation so far compares what original layers cost. */
async function originals(requests: readonly NetworkRequest[]): Promise<readonly Network[]> {
  const runtime = await openRuntime();
  const networks: Network[] = [];
  for (const request of requests) {
    const {network} = await openNetwork(request, runtime);
    networks.push({...network, layers: network.layers.map((layer) => ({...layer, variants: [layer.variants[0]]}))});
  }
  return networks;
}
