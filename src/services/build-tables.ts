import type {ConfigurationSpace} from '../core/board/space.js';
import type {TransitionTimes} from '../core/board/transition.js';
import {DataError} from '../core/errors.js';
import type {MeasurementColumns, ProfileReader} from '../core/profile-store.js';
import {buildTables} from '../core/tables/build-tables.js';
import type {LayerColumns, ProfileColumns} from '../core/tables/profile-columns.js';
import type {StoredTables, TableStore, TablesHeader} from '../core/tables/table-store.js';
import type {RowKey, TransitionMeasurement} from '../core/profile.js';
import {KNOB_KINDS, type KnobKind} from '../core/board/configuration.js';
import type {Layer, Network} from '../core/network/network.js';

export interface BuildTablesInputs {
  readonly profile: ProfileReader;
  /** For messages: the file. */
  readonly place: string;
  readonly space: ConfigurationSpace;
  readonly store: TableStore;
  readonly neuosVersion: string;
}

/**
 * Turns a profile into the tables that `run` looks things up in.
 *
 * **Errors:** DataError when the sweep is not finished.
 */
export function buildTablesFromProfile(inputs: BuildTablesInputs): StoredTables {
  const {profile, space, place, store, neuosVersion} = inputs;
  const {identity} = profile.header;
  checkComplete(profile, place);
  checkPower(profile, place);
  const transitions = profile.transitions();
  const header: TablesHeader = {
    origin: identity.origin,
    board: identity.board,
    ...(identity.worldSeed === undefined ? {} : {worldSeed: identity.worldSeed}),
    profileHash: profile.contentHash(),
    neuosVersion,
    configurationCount: identity.configurationCount,
    transitions: transitions.every(({source}) => source === 'measured') ? 'measured' : 'assumed',
  };
  const stored = {header, tables: buildTables(profileColumns(profile, transitions), space)};
  store.save(stored);
  return stored;
}

function checkComplete(profile: ProfileReader, place: string): void {
  const {configurationCount} = profile.header.identity;
  const {configurations} = profile.counts();
  if (configurations === configurationCount) return;
  throw new DataError(
    `${place} is not complete: ${configurations} of ${configurationCount} configurations are measured`,
    {suggestions: ['neuos profile, with the flags it was started with, continues it']},
  );
}

/** Every plan weighs time against energy: without power there is none to choose. */
function checkPower(profile: ProfileReader, place: string): void {
  if (profile.idlePowerMw().some((mw) => !Number.isNaN(mw))) return;
  throw new DataError(
    `${place} holds no power, for its board has no sensor of it: without energy there are no plans, only latencies`,
    {suggestions: [`neuos inspect ${place}`, 'neuos doctor']},
  );
}

function profileColumns(profile: ProfileReader, transitions: readonly TransitionMeasurement[]): ProfileColumns {
  const columns = profile.columns();
  const losses = new Map(profile.variantLosses().map(({variant, loss}) => [rowName(variant), loss]));
  const approximations = profile.approximations();
  return {
    networks: profile.header.networks.map((network, index) => ({
      network,
      layers: network.layers.map((layer) => layerColumns(network, index, layer, columns, losses)),
      approximations: approximations
        .filter(({network: owner, measured}) => owner === index && measured !== null)
        .map(({variants, measured}) => ({variants, loss: measured?.loss ?? 0})),
    })),
    idlePowerMw: profile.idlePowerMw(),
    transitionTimesUs: transitionTimes(transitions),
  };
}

function layerColumns(
  {name}: Network,
  network: number,
  {ordinal, variants}: Layer,
  columns: MeasurementColumns,
  losses: ReadonlyMap<string, number>,
): LayerColumns {
  const rows = variants.map((variant) => ({network, layer: ordinal, variant: variant.ordinal}));
  const measured = rows.map((row) => columns.of(row));
  const original = measured[0];
  if (original === undefined) throw new DataError(`${name} was not measured at layer ${ordinal}`);
  return {
    latencyUs: original.latencyMedianUs,
    latencyP99Us: original.latencyP99Us,
    powerMw: original.powerMw,
    variantLatencyUs: measured.map((row) => row?.latencyMedianUs ?? original.latencyMedianUs.map(() => NaN)),
    variantLosses: rows.map((row) => losses.get(rowName(row)) ?? 0),
  };
}

function rowName({network, layer, variant}: RowKey): string {
  return `${network}/${layer}/${variant}`;
}

/** One time per kind of knob: the largest of what was measured of it. */
function transitionTimes(transitions: readonly TransitionMeasurement[]): TransitionTimes {
  const longest = (kind: KnobKind) =>
    Math.max(0, ...transitions.filter(({knob}) => knob === kind).map(({timeUs}) => timeUs));
  return Object.fromEntries(KNOB_KINDS.map((kind) => [kind, longest(kind)])) as Record<KnobKind, number>;
}
