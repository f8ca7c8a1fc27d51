import {describe, expect, it} from 'vitest';
import {imageInput} from '../../../src/cli/image-flags.js';

describe('imageInput', () => {
  it('takes a file with labels, or a folder without', () => {
    expect(imageInput(undefined, undefined, {})).toBeUndefined();
    expect(imageInput('a.idx', 'b.idx', {})).toEqual({kind: 'images', images: 'a.idx', labels: 'b.idx'});
    expect(imageInput('val', undefined, {resize: 'cover', mean: [0.5], std: [0.2]})).toEqual({
      kind: 'folder',
      folder: 'val',
      format: {resize: 'cover', mean: [0.5], deviation: [0.2]},
    });
  });

  it('refuses flags of a folder without one', () => {
    expect(() => imageInput('a.idx', 'b.idx', {mean: [0.5]})).toThrow('--mean is for a folder of images');
    expect(() => imageInput(undefined, undefined, {resize: 'crop'})).toThrow('--resize is for a folder of images');
  });
});
