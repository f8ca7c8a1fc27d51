import type {BoardDescription} from '../core/board/board.js';
import type {Network} from '../core/network/network.js';
import type {BoardCoefficients} from './world/coefficients.js';
import type {LayerTruth} from './world/layer-truth.js';

/** What a virtual board asks of whatever knows how long layers take and what they draw. `Prepared` is its own business. */
export interface BoardTruth<Prepared = unknown> {
  readonly board: Pick<BoardDescription, 'name' | 'space'>;
  readonly thermal: BoardCoefficients['thermal'];
  /** Power with nothing running, at a die temperature. */
  idlePowerMw(configuration: number, temperatureMc: number): number;
  /** What leakage adds to (or takes from) the stated power at a die temperature. */
  extraLeakageMw(configuration: number, temperatureMc: number): number;
  /** Prepares a variant of a layer for {@link layerTruth}. */
  layer(network: Network, layer: number, variant: number): Prepared;
  /** Writes the truth of one execution into `into`. */
  layerTruth(configuration: number, layer: Prepared, into: LayerTruth): void;
}
