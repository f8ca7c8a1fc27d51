import {DataError} from '../core/errors.js';
import type {ImageFormat} from '../core/image-format.js';
import type {Tensor} from '../core/inference.js';
import type {LabelledImages} from '../core/labelled-images.js';
import {elementCount} from '../core/network/cost.js';
import {shuffledIndices} from '../core/random/shuffle.js';
import {listClasses} from './class-folders.js';
import {decodeImage, type PixelSize} from './decode-image.js';

/** What ImageNet's images have, by number of channels; grey is the mean of the three. */
const IMAGENET = {
  1: {mean: [0.449], deviation: [0.226]},
  3: {mean: [0.485, 0.456, 0.406], deviation: [0.229, 0.224, 0.225]},
} as const;
/** Classes are mixed, so that whatever part of the images is used has some of each. */
const ORDER_SEED = 1;
/** Decoded images stay in memory; this is seven thousand of 224×224 in colour. */
const MAX_BYTES = 2 ** 30;
/** Decoders at work at the same time. */
const AT_ONCE = 16;

/** What a network takes, and how much is wanted. */
export interface FolderRequest {
  /** **Shape:** of one image: `[channels, height, width]`, or with the channels last. */
  readonly imageShape: readonly number[];
  /** Classes that the network tells apart. */
  readonly classes: number;
  /** Images to read at most. */
  readonly limit: number;
  readonly format: ImageFormat;
}

/** Reads images from a folder that has one folder of them for each class. **Errors:** DataError. */
export async function readFolderImages(folder: string, request: FolderRequest): Promise<LabelledImages> {
  const layout = layoutOf(request.imageShape, folder);
  const scale = pixelValues(request.format, layout.size.channels, folder);
  const files = await listClasses(folder, request.classes);
  const imageBytes = layout.size.height * layout.size.width * layout.size.channels;
  const count = Math.min(files.length, request.limit, Math.floor(MAX_BYTES / imageBytes));
  const chosen = Array.from(shuffledIndices(files.length, ORDER_SEED).subarray(0, count), (at) => files[at]);
  const pixels: Uint8Array[] = [];
  for (let first = 0; first < count; first += AT_ONCE) {
    const group = chosen.slice(first, first + AT_ONCE).map((image) => image?.file ?? '');
    const {resize = 'crop'} = request.format;
    pixels.push(...(await Promise.all(group.map((file) => decodeImage(file, layout.size, resize)))));
  }
  return new FolderImages(
    pixels,
    chosen.map((image) => image?.label ?? 0),
    request.imageShape,
    layout,
    scale,
  );
}

/** How the pixels of an image stand in the input of a network. */
interface Layout {
  readonly size: PixelSize;
  readonly channelsLast: boolean;
}

function layoutOf(imageShape: readonly number[], folder: string): Layout {
  const [first = 0, second = 0, third = 0] = imageShape;
  if (imageShape.length === 3 && isColour(first)) {
    return {size: {channels: first, height: second, width: third}, channelsLast: false};
  }
  if (imageShape.length === 3 && isColour(third)) {
    return {size: {height: first, width: second, channels: third}, channelsLast: true};
  }
  throw new DataError(`${folder} has images, the network takes ${imageShape.join('×')}: allowed are 1 or 3 channels.`);
}

function isColour(channels: number): channels is 1 | 3 {
  return channels === 1 || channels === 3;
}

/** What each of the 256 values of a pixel becomes, channel by channel. */
function pixelValues(format: ImageFormat, channels: 1 | 3, folder: string): readonly Float32Array[] {
  const mean = perChannel(format.mean ?? IMAGENET[channels].mean, channels, 'mean', folder);
  const deviation = perChannel(format.deviation ?? IMAGENET[channels].deviation, channels, 'std', folder);
  if (deviation.includes(0)) throw new DataError(`${folder}: got std 0, allowed is more than 0.`);
  return mean.map((centre, channel) =>
    Float32Array.from({length: 256}, (_, pixel) => (pixel / 255 - centre) / (deviation[channel] ?? 1)),
  );
}

function perChannel(values: readonly number[], channels: number, what: string, folder: string): readonly number[] {
  if (values.length === channels) return values;
  if (values.length === 1) return Array.from({length: channels}, () => values[0] ?? 0);
  throw new DataError(`${folder}: got ${values.length} numbers as ${what}, allowed are 1 or ${channels}, as channels.`);
}

class FolderImages implements LabelledImages {
  constructor(
    private readonly pixels: readonly Uint8Array[],
    private readonly labels: readonly number[],
    readonly imageShape: readonly number[],
    private readonly layout: Layout,
    private readonly scale: readonly Float32Array[],
  ) {}

  get count(): number {
    return this.pixels.length;
  }

  label(index: number): number {
    const label = this.labels[index];
    if (label === undefined) throw new RangeError(`image ${index} is outside 0..${this.count - 1}`);
    return label;
  }

  batch(indices: readonly number[]): Tensor {
    const imageSize = elementCount(this.imageShape);
    const data = new Float32Array(indices.length * imageSize);
    for (const [place, index] of indices.entries()) {
      const pixels = this.pixels[index];
      if (pixels === undefined) throw new RangeError(`image ${index} is outside 0..${this.count - 1}`);
      this.#write(pixels, data.subarray(place * imageSize, (place + 1) * imageSize));
    }
    return {shape: [indices.length, ...this.imageShape], data};
  }

  #write(pixels: Uint8Array, target: Float32Array): void {
    const {channelsLast, size} = this.layout;
    const {channels} = size;
    const area = size.height * size.width;
    const [pixelStep, channelStep] = channelsLast ? [channels, 1] : [1, area];
    for (const [channel, values] of this.scale.entries()) {
      for (let pixel = 0; pixel < area; pixel += 1) {
        target[pixel * pixelStep + channel * channelStep] = values[pixels[pixel * channels + channel] ?? 0] ?? 0;
      }
    }
  }
}
