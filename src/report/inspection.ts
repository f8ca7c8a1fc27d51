import type {ProfileCounts, StoredMeasurement, SweepHeader} from '../core/profile-store.js';
import {networkKey} from '../core/network/network.js';
import type {Problem} from '../core/profile.js';
import {renderModel, type ModelInspection} from './model-inspection.js';
import {originLabel} from './origin.js';
import {renderTable} from './table.js';
import {renderTables, type TablesReport} from './tables-result.js';
import {formatCount, formatMw, formatUj, formatUs} from './units.js';

/** What is in a profile, in numbers. */
export interface ProfileInspection extends SweepHeader {
  readonly kind: 'profile';
  readonly file: string;
  readonly counts: ProfileCounts;
  readonly problems: readonly Problem[];
  /** Variants whose loss was measured, and approximation configurations that were. */
  readonly variantLosses: number;
  readonly approximations: number;
  /** The reference configuration, and every layer there. */
  readonly reference: {
    readonly configuration: number;
    readonly description: string;
    readonly rows: readonly StoredMeasurement[];
  };
}

export type Inspection = ProfileInspection | ({readonly kind: 'table'} & TablesReport) | ModelInspection;

export function renderInspection(inspection: Inspection): string {
  switch (inspection.kind) {
    case 'table':
      return renderTables(inspection);
    case 'profile':
      return renderProfile(inspection);
    case 'model':
      return renderModel(inspection);
  }
}

function renderProfile(inspection: ProfileInspection): string {
  const {file, identity, circumstances, counts, reference, networks, problems} = inspection;
  const share = `${formatCount(counts.configurations)} of ${formatCount(identity.configurationCount)}`;
  const rows = reference.rows.map(({row, measurement}) => {
    const network = networks[row.network];
    const layer = network?.layers[row.layer];
    const {latencyMedianUs, latencyP99Us, powerMw, energyUj} = measurement;
    return [
      `${network?.name ?? ''} ${row.layer} ${layer?.name ?? ''}`,
      formatUs(latencyMedianUs),
      formatUs(latencyP99Us),
      powerMw === null ? '–' : formatMw(powerMw),
      energyUj === null ? '–' : formatUj(energyUj),
    ];
  });
  return [
    `${file}: profile of ${identity.board} (${originLabel(identity.origin)})`,
    `sensor         ${circumstances.sensor}`,
    `networks       ${networks.map(networkKey).join(', ')}`,
    `configurations ${share} measured, ${formatCount(counts.rows)} rows`,
    `variants       ${formatCount(inspection.variantLosses)} losses, ${formatCount(inspection.approximations)} approximation configurations`,
    `problems       ${problems.length === 0 ? 'none' : problems.map(({message}) => message).join('; ')}`,
    '',
    `At the reference, configuration ${reference.configuration} (${reference.description}):`,
    renderTable([['layer', 'median', 'p99', 'power', 'energy'], ...rows]),
  ].join('\n');
}
