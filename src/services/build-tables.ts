import type {ConfigurationSpace} from '../core/board/space.js';
import type {TransitionTimes} from '../core/board/transition.js';
import {DataError} from '../core/errors.js';
import type {MeasurementColumns, ProfileReader} from '../core/profile-store.js';
import {buildTables} from '../core/tables/build-tables.js';
import type {NetworkColumns, ProfileColumns} from '../core/tables/profile-columns.js';
import type {StoredTables, TableStore, TablesHeader} from '../core/tables/table-store.js';
import type {TransitionMeasurement} from '../core/profile.js';
import {KNOB_KINDS, type KnobKind} from '../core/board/configuration.js';
import type {Network} from '../core/network/network.js';

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

function profileColumns(profile: ProfileReader, transitions: readonly TransitionMeasurement[]): ProfileColumns {
  const columns = profile.columns();
  return {
    networks: profile.header.networks.map((network, index) => networkColumns(network, index, columns)),
    idlePowerMw: profile.idlePowerMw(),
    transitionTimesUs: transitionTimes(transitions),
  };
}

function networkColumns(network: Network, index: number, columns: MeasurementColumns): NetworkColumns {
  return {
    network,
    layers: network.layers.map(({ordinal}) => {
      const row = columns.of({network: index, layer: ordinal, variant: 0});
      if (row === undefined) throw new DataError(`${network.name} was not measured at layer ${ordinal}`);
      return {latencyUs: row.latencyMedianUs, latencyP99Us: row.latencyP99Us, powerMw: row.powerMw};
    }),
  };
}

/** One time per kind of knob: the largest of what was measured of it. */
function transitionTimes(transitions: readonly TransitionMeasurement[]): TransitionTimes {
  const longest = (kind: KnobKind) =>
    Math.max(0, ...transitions.filter(({knob}) => knob === kind).map(({timeUs}) => timeUs));
  return Object.fromEntries(KNOB_KINDS.map((kind) => [kind, longest(kind)])) as Record<KnobKind, number>;
}
