import {DataError} from '../../core/errors.js';

/** One row of a measured file: a configuration, what ran, and what was measured. */
export interface MeasuredRow {
  readonly gpuHz: number;
  readonly cpuHz: number;
  readonly emcHz: number;
  readonly network: string;
  readonly batch: number;
  readonly layer: number;
  readonly latencyUs: number;
  readonly powerMw: number;
  /** NaN where the file has no such column. */
  readonly idlePowerMw: number;
}

/** A column, the unit it is in, and the factor into ours. */
const QUANTITIES = {
  latencyUs: {latency_us: 1, latency_ms: 1e3, latency_s: 1e6},
  powerMw: {power_mw: 1, power_w: 1e3},
  idlePowerMw: {idle_mw: 1, idle_w: 1e3},
} as const;

/**
 * Reads a measured CSV: comma-separated, first line the names of the columns, in any order; others are passed over.
 *
 * Needed: `gpu_hz`, a latency (`latency_us`, `latency_ms` or `latency_s`) and a power (`power_mw` or `power_w`). Known
 * beside them: `cpu_hz`, `emc_hz`, `network`, `batch`, `layer`, `idle_mw` or `idle_w`.
 *
 * **Errors:** DataError with file and line.
 */
export function parseMeasuredRows(text: string, place: string): readonly MeasuredRow[] {
  const [header = '', ...lines] = text.trimEnd().split(/\r?\n/);
  const names = header.split(',').map((name) => name.trim());
  for (const needed of [['gpu_hz'], Object.keys(QUANTITIES.latencyUs), Object.keys(QUANTITIES.powerMw)]) {
    if (needed.some((name) => names.includes(name))) continue;
    throw new DataError(`${place}:1: no column ${needed.join(' or ')}; there are ${names.join(', ')}`);
  }
  return lines.map((line, index) => parseRow(names, line, `${place}:${index + 2}`));
}

function parseRow(names: readonly string[], line: string, place: string): MeasuredRow {
  const cells = line.split(',').map((cell) => cell.trim());
  const text = (name: string) => cells[names.indexOf(name)];
  const number = (name: string, fallback: number) => {
    const cell = text(name);
    if (cell === undefined) return fallback;
    const value = cell === '' ? NaN : Number(cell);
    if (Number.isFinite(value) && value >= 0) return value;
    throw new DataError(`${place}: ${name} is "${cell}", allowed is a number of 0 or more`);
  };
  const quantity = (units: Readonly<Record<string, number>>) => {
    const name = Object.keys(units).find((unit) => names.includes(unit));
    return name === undefined ? NaN : number(name, NaN) * (units[name] ?? 1);
  };
  return {
    gpuHz: number('gpu_hz', 0),
    cpuHz: number('cpu_hz', 0),
    emcHz: number('emc_hz', 0),
    network: text('network') ?? '',
    batch: number('batch', 1),
    layer: number('layer', 0),
    latencyUs: quantity(QUANTITIES.latencyUs),
    powerMw: quantity(QUANTITIES.powerMw),
    idlePowerMw: quantity(QUANTITIES.idlePowerMw),
  };
}
