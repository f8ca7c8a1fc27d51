import type {BoardDescription} from './board.js';

/**
 * One line of a board's configuration list: index, then per cluster its clock in kHz and a 0/1 per core, then the GPU
 * clock in Hz and the memory clock in the board's listing unit.
 *
 * **Source:** the files all-TX2.config and all-AGX.config of the NeuOS artefact.
 */
export function configurationLine({space, clusters, listing}: BoardDescription, index: number): string {
  const configuration = space.at(index);
  const clusterColumns = clusters.flatMap(({cpus}, cluster) => {
    const setting = configuration.clusters[cluster];
    return [(setting?.cpuHz ?? 0) / 1e3, ...cpus.map((cpu) => (setting?.onlineCpus.includes(cpu) ? 1 : 0))];
  });
  return [index, ...clusterColumns, configuration.gpuHz, configuration.emcHz / listing.emcUnitHz].join(' ');
}

/** The whole list, a line each, ended by a newline. */
export function* configurationLines(board: BoardDescription): Generator<string> {
  for (let index = 0; index < board.space.size; index += 1) yield `${configurationLine(board, index)}\n`;
}
