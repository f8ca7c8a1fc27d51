import type {ResizeOptions, Sharp} from 'sharp';

import {DataError} from '../core/errors.js';
import type {Resize} from '../core/image-format.js';

/** Size of what a network looks at. */
export interface PixelSize {
  readonly height: number;
  readonly width: number;
  /** Grey or red, green and blue. */
  readonly channels: 1 | 3;
}

/** ImageNet's usual preparation: the shorter side becomes 256 where the network looks at 224. */
const CROP_SCALE = 8 / 7;

/**
 * Decodes an image file (JPEG, PNG, WebP, GIF, TIFF, AVIF) at a size, pixel by pixel with all channels of one together.
 *
 * **Errors:** DataError when it is no image, or a damaged one.
 */
export async function decodeImage(file: string, size: PixelSize, resize: Resize): Promise<Uint8Array> {
  const {default: sharp} = await import('sharp');
  try {
    const image = resized(sharp(file, {failOn: 'error'}), size, resize);
    const pixels = await image.removeAlpha().toColourspace('srgb').raw().toBuffer();
    return size.channels === 1 ? toGrey(pixels) : pixels;
  } catch (cause) {
    const reason = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause);
    throw new DataError(`${file} is not an image that can be read: ${reason}.`, {cause});
  }
}

/** **Source:** ITU-R BT.601, which is what networks for grey images are trained with. */
function toGrey(pixels: Uint8Array): Uint8Array {
  return Uint8Array.from({length: pixels.length / 3}, (_, at) => {
    const [red, green, blue] = [pixels[3 * at] ?? 0, pixels[3 * at + 1] ?? 0, pixels[3 * at + 2] ?? 0];
    return Math.round(0.299 * red + 0.587 * green + 0.114 * blue);
  });
}

function resized(image: Sharp, {height, width}: PixelSize, resize: Resize): Sharp {
  // What torchvision calls bilinear with antialiasing.
  const options = {kernel: 'linear'} satisfies ResizeOptions;
  if (resize === 'stretch') return image.resize({...options, width, height, fit: 'fill'});
  if (resize === 'cover') return image.resize({...options, width, height, fit: 'cover'});
  const [wide, high] = [width, height].map((side) => Math.round(side * CROP_SCALE));
  const [left, top] = [Math.floor(((wide ?? width) - width) / 2), Math.floor(((high ?? height) - height) / 2)];
  return image
    .resize({...options, width: wide ?? width, height: high ?? height, fit: 'cover'})
    .extract({left, top, width, height});
}
