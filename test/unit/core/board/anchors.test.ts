import {describe, expect, it} from 'vitest';
import {TX2} from '../../../../src/boards/catalogue/tx2.js';
import {anchorConfigurations} from '../../../../src/core/board/anchors.js';
import {SMALL_SPACE} from '../../../support/small-profile.js';

describe('anchorConfigurations', () => {
  it('combine the highest level of each knob with one that is lower', () => {
    const anchors = anchorConfigurations(SMALL_SPACE).map((index) => SMALL_SPACE.at(index));
    // Of two memory clocks the one at 60 % is the higher one.
    expect(anchors).toHaveLength(4);
    expect(new Set(anchors.map(({gpuHz}) => gpuHz))).toEqual(new Set([900e6, 1200e6]));
    expect(new Set(anchors.map(({clusters}) => clusters[0]?.onlineCpus.length))).toEqual(new Set([1, 2]));
  });

  it('are few, distinct, in order, and end with the reference', () => {
    const anchors = anchorConfigurations(TX2.space);
    expect(anchors).toHaveLength(2 ** 5);
    expect([...new Set(anchors)].toSorted((a, b) => a - b)).toEqual(anchors);
    expect(anchors.at(-1)).toBe(TX2.space.reference);
  });
});
