import type {DvfsConfiguration, KnobKind} from './configuration.js';

/** Time one change of one knob takes, in µs; for `cores-online`, per core that comes or goes. */
export type TransitionTimes = Readonly<Record<KnobKind, number>>;

/**
 * Assumed until measured on a board.
 *
 * **Source:** the drivers of TX2, AGX Xavier and mainline advertise 300 µs for a CPU clock change; hotplug takes tens
 * to hundreds of ms by users' reports (kernel interface notes in docs/boards.md); no published figure for EMC.
 */
export const ASSUMED_TRANSITION_TIMES_US: TransitionTimes = {
  'cpu-clock': 300,
  'cores-online': 50_000,
  'gpu-clock': 300,
  'emc-clock': 1000,
};

/** Time to go from one configuration to another, in µs: knobs are written one after another. */
export function transitionTimeUs(from: DvfsConfiguration, to: DvfsConfiguration, times: TransitionTimes): number {
  let total = 0;
  for (const [index, before] of from.clusters.entries()) {
    const after = to.clusters[index];
    if (after === undefined) continue;
    if (after.cpuHz !== before.cpuHz) total += times['cpu-clock'];
    total += changedCores(before.onlineCpus, after.onlineCpus) * times['cores-online'];
  }
  if (from.gpuHz !== to.gpuHz) total += times['gpu-clock'];
  if (from.emcHz !== to.emcHz) total += times['emc-clock'];
  return total;
}

function changedCores(before: readonly number[], after: readonly number[]): number {
  const gone = before.filter((cpu) => !after.includes(cpu)).length;
  const come = after.filter((cpu) => !before.includes(cpu)).length;
  return gone + come;
}
