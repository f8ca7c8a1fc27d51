import type {BoardDescription} from '../../core/board/board.js';
import {DataError} from '../../core/errors.js';
import type {Network} from '../../core/network/network.js';
import type {BoardTruth} from '../board-truth.js';
import type {LayerTruth} from '../world/layer-truth.js';
import type {MeasuredRow} from './measured-rows.js';
import {configurationOf} from './replayed-board.js';

/** A file says nothing of heat: its board is as warm as it was when it was measured. */
const NO_HEAT = {ambientMc: 25_000, riseMcPerW: 0, timeConstantS: 1, leakagePerC: 0};

/** Measurements of a layer, by configuration. */
export interface ReplayedLayer {
  readonly latencyUs: Float64Array;
  readonly powerMw: Float64Array;
}

/** A board whose truth is a measured file: no noise, no model. */
export class ReplayedTruth implements BoardTruth<ReplayedLayer> {
  readonly thermal = NO_HEAT;
  readonly #idleMw: Float64Array;

  /**
   * @param place - for messages: the file.
   * @param defaultName - name of the network whose rows have none.
   * @param assumedIdleMw - idle power of a row that holds none.
   */
  constructor(
    readonly board: BoardDescription,
    readonly rows: readonly MeasuredRow[],
    readonly place: string,
    readonly defaultName: string,
    assumedIdleMw: (row: MeasuredRow) => number,
  ) {
    this.#idleMw = new Float64Array(board.space.size).fill(NaN);
    for (const row of rows) {
      const idleMw = Number.isNaN(row.idlePowerMw) ? assumedIdleMw(row) : row.idlePowerMw;
      this.#idleMw[configurationOf(board, row) ?? 0] = idleMw;
    }
  }

  idlePowerMw(configuration: number): number {
    return this.#idleMw[configuration] ?? NaN;
  }

  extraLeakageMw(): number {
    return 0;
  }

  layerTruth(configuration: number, {latencyUs, powerMw}: ReplayedLayer, into: LayerTruth): void {
    into.latencyUs = latencyUs[configuration] ?? NaN;
    into.powerMw = powerMw[configuration] ?? NaN;
  }

  /** **Errors:** DataError when the file leaves a configuration out. */
  layer({name, batch}: Network, layer: number, variant: number): ReplayedLayer {
    if (variant !== 0) throw new RangeError(`${this.place} has original layers alone, asked is variant ${variant}`);
    const {size} = this.board.space;
    const found = {latencyUs: new Float64Array(size).fill(NaN), powerMw: new Float64Array(size).fill(NaN)};
    for (const row of this.rows) {
      if (row.batch !== batch || row.layer !== layer || (row.network || this.defaultName) !== name) continue;
      const configuration = configurationOf(this.board, row) ?? 0;
      found.latencyUs[configuration] = row.latencyUs;
      found.powerMw[configuration] = row.powerMw;
    }
    this.#checkWhole(found, `${name}, batch ${batch}, layer ${layer}`);
    return found;
  }

  #checkWhole({latencyUs}: ReplayedLayer, what: string): void {
    const missing = latencyUs.findIndex(Number.isNaN);
    if (missing < 0) return;
    const {clusters, gpuHz, emcHz} = this.board.space.at(missing);
    const where = `gpu_hz ${gpuHz}, cpu_hz ${clusters[0]?.cpuHz ?? 0}, emc_hz ${emcHz}`;
    throw new DataError(`${this.place} has no row of ${what} at ${where}; a replay needs every combination`);
  }
}
