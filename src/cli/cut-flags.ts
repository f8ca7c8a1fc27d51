import {Flags} from '@oclif/core';
import {UsageError} from '../core/errors.js';
import {GRANULARITIES, type CutRequest, type Granularity} from '../core/network/cut-request.js';
import type {DimensionSizes} from '../core/network/network.js';

/** How a network is cut into layers: the same flags wherever a model is opened for the first time. */
export const cutFlags = {
  granularity: Flags.option({
    options: GRANULARITIES,
    description:
      'How fine the layers are. default: none below 1 % of the FLOPs. auto: the finest that cost at most 3 % over the uncut model, by a timed trial. finest: a cut wherever one is possible.',
  })(),
  'min-layer-us': Flags.integer({
    description: 'Layers that last at least this long here, timed at the clocks in force; in place of --granularity.',
    helpValue: 'US',
    min: 1,
    exclusive: ['granularity'],
  }),
  'max-live': Flags.integer({
    description:
      'Tensors that may cross a cut, small ones not counted; 2 also cuts inside residual blocks. Default: 1.',
    helpValue: 'N',
    min: 1,
    max: 64,
  }),
  dimension: Flags.string({
    description: 'Size of a dimension that a model leaves open beside the batch, by its name in the model.',
    helpValue: 'NAME=N',
    multiple: true,
  }),
};

/** Values of {@link cutFlags}. */
export interface CutFlagValues {
  readonly granularity?: Granularity | undefined;
  readonly 'min-layer-us'?: number | undefined;
  readonly 'max-live'?: number | undefined;
  readonly dimension?: readonly string[] | undefined;
}

/** **Errors:** UsageError for a `--dimension` that is not of the form NAME=N, or is given twice. */
export function cutRequest(flags: CutFlagValues): CutRequest {
  return {
    granularity: flags.granularity,
    minLayerUs: flags['min-layer-us'],
    maxLive: flags['max-live'],
    dimensions: flags.dimension === undefined ? undefined : parseDimensions(flags.dimension),
  };
}

function parseDimensions(texts: readonly string[]): DimensionSizes {
  const sizes = new Map<string, number>();
  for (const text of texts) {
    const at = text.lastIndexOf('=');
    const [name, digits] = [text.slice(0, Math.max(0, at)), text.slice(at + 1)];
    if (name === '' || !/^[1-9]\d{0,8}$/.test(digits)) {
      throw new UsageError(`--dimension ${text}: allowed is NAME=NUMBER with a whole number from 1 on`, {
        suggestions: ['neuos profile --model ./encoder.onnx --dimension sequence=128'],
      });
    }
    if (sizes.has(name)) throw new UsageError(`--dimension ${text}: a size of ${name} is given twice`);
    sizes.set(name, Number(digits));
  }
  return Object.fromEntries(sizes);
}
