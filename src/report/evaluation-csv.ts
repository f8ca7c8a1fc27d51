import type {EvaluationRow} from '../core/evaluation/cell.js';
import type {LatencySummary} from '../core/schedule/summary.js';

type Cell = string | number | boolean | null;

/** Every column, with what it takes from a row. */
const COLUMNS: Readonly<Record<string, (row: EvaluationRow) => Cell>> = {
  cohort: (row) => row.cohort,
  deadline_factor: (row) => row.deadlineFactor,
  deadline_share: (row) => row.deadlineShare,
  with_offsets: (row) => row.withOffsets,
  world_seed: (row) => row.world.seed,
  drifted: (row) => row.world.drifted,
  transition_factor: (row) => row.world.transitionFactor,
  seed: (row) => row.seed,
  policy: (row) => row.policy,
  jobs: (row) => row.jobs,
  missed: (row) => row.missed,
  duration_us: (row) => row.durationUs,
  energy_uj: (row) => row.energyUj,
  energy_to_bound: (row) => row.toBound,
  energy_to_free_bound: (row) => row.toFreeBound,
  energy_to_utilisation_bound: (row) => row.toUtilisationBound,
  ...latencyColumns('latency', 'us', ({latencyUs}) => latencyUs),
  ...latencyColumns('latency', 'share', ({latencyShare}) => latencyShare),
  transitions: (row) => row.transitions,
  configurations_used: (row) => row.configurationsUsed,
  predicted_loss: (row) => row.predictedLoss,
};

/** Every row of an evaluation as CSV, a line for the names first. */
export function evaluationCsv(rows: readonly EvaluationRow[]): string {
  const columns = Object.entries(COLUMNS);
  const lines = rows.map((row) => columns.map(([, of]) => text(of(row))).join(','));
  return `${[columns.map(([name]) => name).join(','), ...lines].join('\n')}\n`;
}

function latencyColumns(
  name: string,
  unit: string,
  of: (row: EvaluationRow) => LatencySummary | null,
): Readonly<Record<string, (row: EvaluationRow) => Cell>> {
  const column = (percentile: keyof LatencySummary) =>
    [`${name}_${percentile}_${unit}`, (row: EvaluationRow) => of(row)?.[percentile] ?? null] as const;
  return Object.fromEntries((['p50', 'p95', 'p99', 'max'] as const).map(column));
}

/** A cohort file's name may hold a comma. */
function text(cell: Cell): string {
  const plain = cell === null ? '' : String(cell);
  return /[",\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
