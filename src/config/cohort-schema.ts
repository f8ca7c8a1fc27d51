import {z} from 'zod';
import {RESIZES} from '../core/image-format.js';
import {ENGINES} from '../core/network/network.js';
import {MISS_ACTIONS} from '../core/schedule/instance.js';
import {MODES} from '../core/schedule/mode.js';
import {parseDurationUs} from './duration.js';
import {parsePowerMw} from './power.js';

const DURATION_FORM = 'a duration such as 80ms, 0.5s or 300us';

/** A duration in µs that is at least `least`. */
function duration(least: 'positive' | 'zero or more') {
  return z.unknown().transform((value, context) => {
    const us = typeof value === 'string' ? parseDurationUs(value) : undefined;
    if (us === undefined || (least === 'positive' && us <= 0)) {
      context.addIssue({code: 'custom', message: `${DURATION_FORM}, ${least}`, input: value});
      return z.NEVER;
    }
    return us;
  });
}

/** A power in mW. */
const power = z.unknown().transform((value, context) => {
  const mw = typeof value === 'string' ? parsePowerMw(value) : undefined;
  if (mw === undefined || mw <= 0) {
    context.addIssue({code: 'custom', message: 'a power such as 8W or 900mW', input: value});
    return z.NEVER;
  }
  return mw;
});

/** One number, or one for each channel. */
const perChannel = z.union([z.number().transform((value) => [value]), z.array(z.number()).min(1)], {
  error: 'a number, or a list of one number for each channel',
});

const imagesSchema = z
  .strictObject({
    images: z.string().min(1),
    labels: z.string().min(1).optional(),
    resize: z.enum(RESIZES).optional(),
    mean: perChannel.optional(),
    std: perChannel.optional(),
  })
  .refine(({labels, resize, mean, std}) => labels === undefined || (resize ?? mean ?? std) === undefined, {
    error: 'labels for a file of images, or resize, mean and std for a folder of them',
  });

const inputSchema = z.union([z.literal('generated'), imagesSchema], {
  error: 'generated, images: FILE and labels: FILE, or images: FOLDER',
});

/** One instance, in the words of the file; `--network` uses the same ones. */
export const instanceSchema = z.strictObject({
  name: z.string().min(1).optional(),
  model: z.string().min(1),
  batch: z.int().min(1).max(4096).default(1),
  engine: z.enum(ENGINES).default('gpu'),
  period: duration('positive'),
  deadline: duration('positive').optional(),
  offset: duration('zero or more').default(0),
  'on-miss': z.enum(MISS_ACTIONS).default('finish'),
  criticality: z.number().positive().default(1),
  'min-accuracy': z.number().min(0).max(1).optional(),
  input: inputSchema.optional(),
});

export const cohortSchema = z.strictObject({
  board: z.string().min(1).optional(),
  tables: z.string().min(1).optional(),
  mode: z.enum(MODES).optional(),
  'power-cap': power.optional(),
  instances: z.array(instanceSchema).min(1),
});

export type InstanceDescription = z.infer<typeof instanceSchema>;

/** Keys that are allowed where an unknown one was found. */
export function allowedKeys(path: readonly PropertyKey[]): readonly string[] {
  if (path.at(-1) === 'input') return Object.keys(imagesSchema.shape);
  return Object.keys(path.length === 0 ? cohortSchema.shape : instanceSchema.shape);
}
