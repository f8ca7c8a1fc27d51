/**
 * How an image of any size becomes one of the network's size. crop: the shorter side is made 8/7 of the network's and the
 * middle is cut out, as is usual for ImageNet. cover: the middle, as much of it as there is. stretch: all of it, whatever
 * its proportions.
 */
export const RESIZES = ['crop', 'cover', 'stretch'] as const;
/** One of {@link RESIZES}. */
export type Resize = (typeof RESIZES)[number];

/** How pixels become the input of a network: `(pixel / 255 - mean) / deviation`, channel by channel. */
export interface ImageFormat {
  /** One number for each channel, or one for all; what ImageNet has when absent. */
  readonly mean?: readonly number[] | undefined;
  readonly deviation?: readonly number[] | undefined;
  readonly resize?: Resize | undefined;
}
