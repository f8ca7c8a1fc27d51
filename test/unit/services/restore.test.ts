import {describe, expect, it} from 'vitest';
import {FileJournal} from '../../../src/boards/journal.js';
import {openMachine} from '../../../src/boards/machine.js';
import {readState} from '../../../src/boards/read-state.js';
import {lockBoard} from '../../../src/composition/board-lock.js';
import {composeRestore} from '../../../src/composition/machine.js';
import {renderRestore} from '../../../src/report/machine.js';
import {restore} from '../../../src/services/restore.js';
import {NOTE} from '../../support/fake-actuator.js';
import {plant, plantBoard, TX2_R32} from '../../support/fake-boards.js';
import {refusalOf} from '../../support/kernel-rules.js';

describe('restoring a board', () => {
  it('finds nothing to do where nobody left anything', () => {
    const result = restore(composeRestore(plantBoard(TX2_R32)), false);
    expect(result).toEqual({writes: [], dryRun: false});
    expect(renderRestore(result)).toBe('Nothing to restore: no process left the board changed.');
  });

  it('prints the writes first and does them then', () => {
    const {root, found} = leftBoard();
    const shown = restore(composeRestore(root), true);
    expect(readState(openMachine(root).tree, openMachine(root).nodes)).not.toEqual(found);
    expect(shown.writes.map(({value}) => value)).toEqual(['1', '345600', '1300500000']);
    expect(renderRestore(shown)).toContain(
      'Process 1 changed the board (tx2) at 2026-01-01T00:00:00.000Z; would put back:',
    );
    const done = restore(composeRestore(root), false);
    expect(done.writes).toEqual(shown.writes);
    const {tree, nodes} = openMachine(root);
    expect(readState(tree, nodes)).toEqual(found);
    expect(new FileJournal(tree).read()).toBeUndefined();
  });

  it('keeps its hands off while another process drives the board', () => {
    const {root} = leftBoard();
    const {file} = new FileJournal(openMachine(root).tree);
    const held = lockBoard(file);
    const error = refusalOf(() => restore(composeRestore(root), false));
    expect(error.message).toBe('another neuos process drives this board; one at a time may');
    held.release();
    expect(restore(composeRestore(root), false).note).toEqual(NOTE);
  });
});

/** A TX2 whose driver was killed with a core off and two clocks changed. */
function leftBoard() {
  const root = plantBoard(TX2_R32);
  const {tree, nodes} = openMachine(root);
  const found = readState(tree, nodes);
  new FileJournal(tree).write({...NOTE, state: found});
  plant(root, '/sys/devices/system/cpu/cpu5/online', 0);
  plant(root, '/sys/devices/system/cpu/cpufreq/policy0/scaling_min_freq', 2035200);
  plant(root, nodes.gpu?.maxNode ?? '', 114750000);
  return {root, found};
}
