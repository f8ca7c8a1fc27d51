import type {CutTrial, DimensionSizes, Network} from '../core/network/network.js';

/** How a network is opened again, as columns of JSON; absent from files that an older version wrote. */
export interface OpeningColumns {
  readonly dimensions?: string | null;
  readonly trial?: string | null;
}

/** The columns `dimensions` and `trial`, in this order. */
export function openingColumns({dimensions, trial}: Network): readonly [string | null, string | null] {
  return [toJson(dimensions), toJson(trial)];
}

export function readOpening({dimensions, trial}: OpeningColumns): Pick<Network, 'dimensions' | 'trial'> {
  return {
    ...(dimensions == null ? {} : {dimensions: JSON.parse(dimensions) as DimensionSizes}),
    ...(trial == null ? {} : {trial: JSON.parse(trial) as CutTrial}),
  };
}

function toJson(value: object | undefined): string | null {
  return value === undefined ? null : JSON.stringify(value);
}
