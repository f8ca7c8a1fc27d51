import {mkdirSync} from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';

/** One colour, or the left half and the right half of an image. */
export type Colour = readonly [red: number, green: number, blue: number];

/** Writes an image of 40×20 pixels, as PNG or JPEG by the file's ending. */
export async function writeImage(file: string, left: Colour, right: Colour = left): Promise<void> {
  mkdirSync(path.dirname(file), {recursive: true});
  const data = Buffer.from(
    Array.from({length: 40 * 20}, (_, pixel) => (pixel % 40 < 20 ? left : right)).flatMap((colour) => [...colour]),
  );
  await sharp(data, {raw: {width: 40, height: 20, channels: 3}}).toFile(file);
}
