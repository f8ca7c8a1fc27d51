import type {Database} from 'better-sqlite3';
import type {RowKey} from '../core/profile.js';
import {SWEEP} from './profile-schema.js';

/** Translates between a layer's place in the sweep and its id in the file. */
export class LayerIds {
  readonly #ids: number[][] = [];
  readonly #places = new Map<number, Omit<RowKey, 'variant'>>();

  constructor(database: Database) {
    const layers = database
      .prepare<[number], {id: number; network: number; layer: number}>(
        `SELECT layer.id, model.ordinal AS network, layer.ordinal AS layer
         FROM layer JOIN model ON layer.model = model.id WHERE model.sweep = ?`,
      )
      .all(SWEEP);
    for (const {id, network, layer} of layers) {
      (this.#ids[network] ??= [])[layer] = id;
      this.#places.set(id, {network, layer});
    }
  }

  /** **Errors:** RangeError when the sweep has no such layer. */
  idOf({network, layer}: Omit<RowKey, 'variant'>): number {
    const id = this.#ids[network]?.[layer];
    if (id === undefined) throw new RangeError(`the sweep has no layer ${layer} of network ${network}`);
    return id;
  }

  /** **Errors:** RangeError when the file has no such layer. */
  placeOf(id: number): Omit<RowKey, 'variant'> {
    const place = this.#places.get(id);
    if (place === undefined) throw new RangeError(`the sweep has no layer with id ${id}`);
    return place;
  }
}
