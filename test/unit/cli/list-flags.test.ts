import {Parser} from '@oclif/core';
import {describe, expect, it} from 'vitest';
import {factorsFlag, parseChoices, seedsFlag} from '../../../src/cli/list-flags.js';

async function parsed(argv: readonly string[]) {
  const {flags} = await Parser.parse([...argv], {flags: {seeds: seedsFlag(), deadline: factorsFlag()}});
  return flags;
}

describe('lists on the command line', () => {
  it.each([
    ['1,2,5', [1, 2, 5]],
    ['3', [3]],
    ['4..7', [4, 5, 6, 7]],
  ])('takes seeds %s', async (text, seeds) => {
    expect((await parsed(['--seeds', text])).seeds).toEqual(seeds);
  });

  it.each(['', '1,', 'x', '7..4', '1..99999', '-1'])('refuses seeds "%s"', async (text) => {
    await expect(parsed([`--seeds=${text}`])).rejects.toThrow(/allowed are whole numbers|expects a value/);
  });

  it('takes factors, and refuses what is none', async () => {
    expect((await parsed(['--deadline', '1.05,1.2'])).deadline).toEqual([1.05, 1.2]);
    await expect(parsed(['--deadline', '1.05,,2'])).rejects.toThrow('allowed are numbers such as');
  });

  it('takes some of a list of words, and names them when one is unknown', () => {
    expect(parseChoices('b,a', 'policy', ['a', 'b'])).toEqual(['b', 'a']);
    expect(() => parseChoices('a,c', 'policy', ['a', 'b'])).toThrow('--policy c: allowed are a, b');
  });
});
