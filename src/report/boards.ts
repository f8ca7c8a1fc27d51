import type {BoardDescription} from '../core/board/board.js';
import type {KnobSetting} from '../core/board/configuration.js';
import type {Dimension} from '../core/board/space.js';
import {renderTable} from './table.js';
import {formatCount} from './units.js';

/** A board in a line. */
export interface BoardSummary {
  readonly name: string;
  readonly title: string;
  readonly configurations: number;
  /** Whether `--board sim:NAME` exists. */
  readonly simulated: boolean;
}

/** A board in full. */
export interface BoardDetails {
  readonly name: string;
  readonly title: string;
  readonly clusters: BoardDescription['clusters'];
  readonly configurations: number;
  /** Slowest first: the last one changes from each configuration to the next. */
  readonly dimensions: readonly {readonly name: string; readonly levels: readonly string[]}[];
  readonly configurationLines?: readonly string[];
}

export function renderBoards(boards: readonly BoardSummary[]): string {
  const rows = boards.map(({name, title, configurations, simulated}) => [
    name,
    title,
    formatCount(configurations),
    simulated ? `sim:${name}` : '–',
  ]);
  return renderTable([['board', 'title', 'configurations', 'simulated as'], ...rows]);
}

export function boardDetails({name, title, clusters, space}: BoardDescription): BoardDetails {
  return {
    name,
    title,
    clusters,
    configurations: space.size,
    dimensions: space.dimensions.map(({name: dimension, levels}: Dimension) => ({
      name: dimension,
      levels: levels.map((settings) => settings.map(describeSetting).join(' ')),
    })),
  };
}

export function renderBoardDetails({name, title, clusters, configurations, dimensions}: BoardDetails): string {
  const cores = clusters.map((cluster) => `${cluster.name} (cpu${cluster.cpus.join(', cpu')})`).join('; ');
  return [
    `${title} (${name})`,
    `clusters        ${cores}`,
    `configurations  ${formatCount(configurations)}, 0..${configurations - 1}; the last one is the reference`,
    'knobs, the slowest first:',
    ...dimensions.map(
      ({name: dimension, levels}) => `  ${dimension} (${levels.length}): ${shortened(levels).join(', ')}`,
    ),
  ].join('\n');
}

/** Long lists say their beginning and their end. */
function shortened(levels: readonly string[]): readonly string[] {
  return levels.length <= 16 ? levels : [...levels.slice(0, 3), '…', ...levels.slice(-3)];
}

function describeSetting(setting: KnobSetting): string {
  if (setting.knob === 'cores-online') return setting.cpus.length === 0 ? 'off' : `cpu${setting.cpus.join('+')}`;
  return `${setting.hz / 1e6} MHz`;
}
