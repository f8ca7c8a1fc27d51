import {describe, expect, it} from 'vitest';
import {AGX_XAVIER} from '../../../../src/boards/catalogue/agx-xavier.js';
import {TX2} from '../../../../src/boards/catalogue/tx2.js';
import type {BoardDescription} from '../../../../src/core/board/board.js';
import {describeConfiguration} from '../../../../src/core/board/configuration.js';

function describeAt({space, clusters}: BoardDescription, index: number): string {
  const names = clusters.map(({name}) => name);
  return describeConfiguration(space.at(index), names);
}

describe('describeConfiguration', () => {
  it('says a cluster without cores is off', () => {
    expect(describeAt(TX2, 0)).toBe('A57 346 MHz ×1, Denver off, GPU 140 MHz, EMC 204 MHz');
  });

  it('counts the cores online', () => {
    expect(describeAt(TX2, TX2.space.reference)).toBe(
      'A57 2035 MHz ×4, Denver 2035 MHz ×2, GPU 1301 MHz, EMC 1866 MHz',
    );
    expect(describeAt(AGX_XAVIER, AGX_XAVIER.space.reference)).toBe('Carmel 2266 MHz ×8, GPU 1377 MHz, EMC 2133 MHz');
  });

  it('numbers a cluster that has no name', () => {
    expect(describeConfiguration(AGX_XAVIER.space.at(0), [])).toMatch(/^cluster 0 115 MHz ×1/);
  });
});
