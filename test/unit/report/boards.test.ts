import {describe, expect, it} from 'vitest';
import {AGX_XAVIER} from '../../../src/boards/catalogue/agx-xavier.js';
import {TX2} from '../../../src/boards/catalogue/tx2.js';
import {boardDetails, renderBoardDetails, renderBoards} from '../../../src/report/boards.js';

describe('boards', () => {
  it('are listed a line each, with the name that simulates them', () => {
    const boards = [
      {name: 'tx2', title: 'Jetson TX2', configurations: 11_760, simulated: true},
      {name: 'future', title: 'A board to come', configurations: 12, simulated: false},
    ];
    const [header, ...lines] = renderBoards(boards).split('\n');
    expect(header).toMatch(/^board\s+title\s+configurations\s+simulated as$/);
    expect(lines).toEqual([
      expect.stringMatching(/^tx2\s+Jetson TX2\s+11,760\s+sim:tx2$/),
      expect.stringMatching(/^future\s+A board to come\s+12\s+–$/),
    ]);
  });

  it.each([TX2, AGX_XAVIER])('are shown knob by knob: $name', async (board) => {
    const text = renderBoardDetails(boardDetails(board));
    await expect(text).toMatchFileSnapshot(`../../golden/report/board-${board.name}.txt`);
  });
});
