import type {ProfileReader} from '../core/profile-store.js';
import {describeConfiguration} from '../core/board/configuration.js';
import {UsageError} from '../core/errors.js';
import type {CutRequest} from '../core/network/cut-request.js';
import type {Inspection, ProfileInspection} from '../report/inspection.js';
import type {ModelInspection} from '../report/model-inspection.js';
import {tablesReport} from '../report/tables-result.js';
import {describeBoard} from './boards.js';
import {cutNetwork} from './cut.js';
import {isSample, modelFile, openRuntime} from './networks.js';
import {checkDimensions} from './swept-networks.js';
import {openTableStore} from './tables.js';

/** How a model is opened to look into it. */
export interface InspectRequest extends CutRequest {
  readonly batch?: number | undefined;
}

/**
 * Looks into a file of neuos, or into a model.
 *
 * **Errors:** DataError when it is neither; UsageError when a file of neuos is to be cut.
 */
export async function inspectFile(file: string, request: InspectRequest = {}): Promise<Inspection> {
  if (isSample(file) || file.endsWith('.onnx')) return inspectModel(file, request);
  if (Object.values(request).some((value) => value !== undefined)) {
    throw new UsageError(`${file} is no model: only those are cut, at a batch`, {
      suggestions: [`neuos inspect ${file}`],
    });
  }
  const {kindOfFile} = await import('../store/kind-of-file.js');
  if (kindOfFile(file) === 'table') return {kind: 'table', ...tablesReport((await openTableStore(file)).load(), file)};
  const {SqliteProfileStore} = await import('../store/sqlite-profile-store.js');
  const reader = new SqliteProfileStore(file, () => 0).openForReading();
  try {
    return inspectProfile(reader, file);
  } finally {
    reader.close();
  }
}

async function inspectModel(file: string, {batch, ...cut}: InspectRequest): Promise<ModelInspection> {
  const {readModel} = await import('../onnx/model.js');
  const {fixedBatch} = await import('../onnx/interface.js');
  const model = await readModel(modelFile(file));
  const opened = {batch: batch ?? fixedBatch(model) ?? 1, engine: 'cpu' as const, cut};
  const {partitioned} = await cutNetwork(model, opened, await openRuntime());
  const {network, inputs, seams, infos} = partitioned;
  checkDimensions(cut.dimensions ?? {}, [network]);
  const handedOn = seams.slice(1).map((seam) => seam.map((name) => ({name, shape: infos.get(name)?.shape ?? []})));
  return {kind: 'model', file, network, inputs, handedOn};
}

function inspectProfile(reader: ProfileReader, file: string): ProfileInspection {
  const {header} = reader;
  const board = describeBoard(header.identity.board);
  const reference = header.identity.configurationCount - 1;
  return {
    kind: 'profile',
    file,
    ...header,
    counts: reader.counts(),
    problems: reader.problems(),
    variantLosses: reader.variantLosses().length,
    approximations: reader.approximations().length,
    reference: {
      configuration: reference,
      description: describeConfiguration(
        board.space.at(reference),
        board.clusters.map(({name}) => name),
      ),
      rows: reader.measurementsAt(reference).filter(({row}) => row.variant === 0),
    },
  };
}
