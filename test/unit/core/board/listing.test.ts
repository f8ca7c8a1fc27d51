import {createHash} from 'node:crypto';
import {existsSync, readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {AGX_XAVIER} from '../../../../src/boards/catalogue/agx-xavier.js';
import {TX2} from '../../../../src/boards/catalogue/tx2.js';
import {configurationLine, configurationLines} from '../../../../src/core/board/listing.js';

/** The original's lists, which only some machines have. */
const SHARED_LISTS = '../shared/data/configuration-spaces';
const hasSharedLists = existsSync(SHARED_LISTS);
if (!hasSharedLists) console.warn(`${SHARED_LISTS} is absent: the lists are checked by their SHA-256 only.`);

const BOARDS = [
  {board: TX2, size: 11_760, digest: 'c01963d8fe0c858eae17e99ee4c1481187870ebb32745c595c3eb76e79d6e5bb'},
  {board: AGX_XAVIER, size: 51_968, digest: '20a72827d5f56527a48b3218b8bad5dd021ff68910f5bf0d63ce139e73c8e350'},
];

describe.each(BOARDS)('the configurations of $board.name', ({board, size, digest}) => {
  it('are as many as the original has', () => {
    expect(board.space.size).toBe(size);
    expect(board.space.reference).toBe(size - 1);
  });

  it('have the digest of the original list', () => {
    const hash = createHash('sha256');
    for (const line of configurationLines(board)) hash.update(line);
    expect(hash.digest('hex')).toBe(digest);
  });

  it.skipIf(!hasSharedLists)('are the original list, byte for byte', () => {
    const text = [...configurationLines(board)].join('');
    expect(text === readFileSync(`${SHARED_LISTS}/${board.name}.txt`, 'utf8')).toBe(true);
  });
});

describe('configurationLine', () => {
  it.each([
    {board: TX2, index: 0, line: '0 345600 1 0 0 0 345600 0 0 140250000 204000000'},
    {board: TX2, index: 5, line: '5 345600 1 0 0 1 345600 0 1 140250000 204000000'},
    {board: TX2, index: 11_759, line: '11759 2035200 1 1 1 1 2035200 1 1 1300500000 1866000000'},
    {board: AGX_XAVIER, index: 14, line: '14 115200 1 0 0 0 0 0 0 1 114750000 2133'},
  ])('of $board.name at $index is as the original prints it', ({board, index, line}) => {
    expect(configurationLine(board, index)).toBe(line);
  });
});
