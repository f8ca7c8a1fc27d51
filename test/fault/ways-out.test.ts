import {spawn, type ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, it} from 'vitest';
import {FileJournal} from '../../src/boards/journal.js';
import {openMachine} from '../../src/boards/machine.js';
import {readState} from '../../src/boards/read-state.js';
import {composeRestore} from '../../src/composition/machine.js';
import {restore} from '../../src/services/restore.js';
import {AGX_ORIN_R36, plantBoard} from '../support/fake-boards.js';
import {refusalOf} from '../support/kernel-rules.js';
import {startNeuos} from '../support/neuos.js';
import {temporaryFolder} from '../support/temporary-folder.js';
import {writeTinyNetwork} from '../support/tiny-network-file.js';

// Another process drives the board, with the compiled code: sampling needs a worker file of its own.
const compiled = new URL('../../dist/composition/real-board.js', import.meta.url).href;

/** Ways in which a process can end while it drives a board, in its own words. */
const ENDS = [
  ['is released', 'await driven.release();', 0],
  ['throws what nobody catches', "setImmediate(() => { throw new Error('unforeseen'); });", 1],
  ['rejects what nobody catches', "void Promise.reject(new Error('unforeseen'));", 1],
  ['exits in the middle', 'process.exit(7);', 7],
] as const;

describe('a board whose process', () => {
  it.each(ENDS)('%s has its clocks back', async (_, end, status) => {
    const {root, found} = plantedOrin();
    const child = drive(root, `driven.actuator.apply(space.at(0)); console.log('changed'); ${end}`);
    expect((await once(child, 'exit'))[0]).toBe(status);
    expect(stateOf(root)).toEqual(found);
    expect(journalOf(root).read()).toBeUndefined();
  });

  it('is killed is refused to the next one until it is restored, and belongs to one process while it lives', async () => {
    const {root, found} = plantedOrin();
    const child = drive(root, "driven.actuator.apply(space.at(0)); console.log('changed'); await driven.rest(1e6);");
    if (child.stdout !== null) await once(child.stdout, 'data');
    expect(stateOf(root)).not.toEqual(found);
    expect(refusalOf(() => restore(composeRestore(root), false)).message).toContain(
      'another neuos process drives this board',
    );
    child.kill('SIGKILL');
    await once(child, 'exit');
    const next = drive(root, '');
    const [complaint] = (await once(next.stderr ?? next, 'data')) as [Buffer];
    expect(String(complaint)).toContain(`process ${child.pid ?? 0} changed this board's clocks at`);
    await once(next, 'exit');
    expect(restore(composeRestore(root), false).note?.pid).toBe(child.pid);
    expect(stateOf(root)).toEqual(found);
  });
});

describe('a sweep that gets', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s ends in the middle of a configuration', async (signal) => {
    const {root, found} = plantedOrin();
    const folder = temporaryFolder();
    writeTinyNetwork(path.join(folder, 'tiny.onnx'));
    const words = ['profile', '--board', 'agx-orin', '--root', root, '--model', 'tiny.onnx', '--batch', '1'];
    const {child, ended} = startNeuos(folder, [...words, '--approximations', '0', '--profile', 'tiny.sqlite']);
    // The board's sensor shows nothing new, so that its first configuration lasts until the sensor counts as frozen.
    await expect.poll(() => journalOf(root).read()?.pid, {timeout: 30_000}).toBe(child.pid);
    child.kill(signal);
    const {exitCode, stderr} = await ended;
    expect(stderr).toContain('Interrupted. What was measured is kept');
    expect(exitCode).toBe(130);
    expect(stateOf(root)).toEqual(found);
    expect(journalOf(root).read()).toBeUndefined();
  });
});

function drive(root: string, rest: string): ChildProcess {
  const code = `
    const {driveRealBoard} = await import(${JSON.stringify(compiled)});
    const driven = await driveRealBoard('agx-orin', ${JSON.stringify(root)}).catch((error) => {
      console.error(error.message);
      process.exit(3);
    });
    const {space} = driven.board;
    ${rest}`;
  const script = path.join(temporaryFolder(), 'drive.mjs');
  writeFileSync(script, code);
  return spawn(process.execPath, [script], {stdio: ['ignore', 'pipe', 'pipe']});
}

function plantedOrin() {
  const root = plantBoard(AGX_ORIN_R36);
  return {root, found: stateOf(root)};
}

function stateOf(root: string) {
  const {tree, nodes} = openMachine(root);
  return readState(tree, nodes);
}

function journalOf(root: string): FileJournal {
  return new FileJournal(openMachine(root).tree);
}
