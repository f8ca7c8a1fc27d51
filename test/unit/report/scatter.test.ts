import {describe, expect, it} from 'vitest';

import {renderScatter} from '../../../src/report/scatter.js';

describe('renderScatter', () => {
  it('puts the corners where they belong', () => {
    const chart = renderScatter(
      [
        {x: 1, y: 0},
        {x: 2, y: 5},
      ],
      {x: 'times', y: 'points'},
    );
    const lines = chart.split('\n');
    expect(lines[0]).toBe('     points');
    expect(lines[1]).toBe(`5.00 │${' '.repeat(59)}●`);
    expect(lines[12]).toBe('0.00 │●');
    expect(lines.at(-1)).toBe(`      1.00${'2.00 times'.padStart(56)}`);
    expect(chart.match(/●/g)).toHaveLength(2);
  });

  it('draws points that are all alike, and nothing for none', () => {
    const chart = renderScatter([{x: 3, y: 3}], {x: 'a', y: 'b'});
    expect(chart.match(/●/g)).toHaveLength(1);
    expect(chart.match(/3\.00/g)).toHaveLength(2);
    expect(renderScatter([], {x: 'a', y: 'b'})).toBe('');
  });
});
