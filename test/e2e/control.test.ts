import {statSync} from 'node:fs';
import {createConnection} from 'node:net';
import path from 'node:path';
import {describe, expect, it} from 'vitest';
import {openControl, sendControl, type Controllable} from '../../src/composition/control.js';
import type {Mode} from '../../src/core/schedule/mode.js';
import type {CohortStatus} from '../../src/core/schedule/status.js';
import {temporaryFolder} from '../support/temporary-folder.js';

const STATUS: CohortStatus = {
  origin: 'simulated',
  board: 'sim:tx2',
  policy: 'neuos',
  mode: 'min-energy',
  timeUs: 1000,
  configuration: 7,
  meanPowerMw: 5000,
  finished: 1,
  jobs: 10,
  missed: 0,
  instances: [],
};

interface FakeRun extends Controllable {
  readonly modes: Mode[];
  stops: number;
}

function fakeRun(): FakeRun {
  const run: FakeRun = {
    status: {...STATUS},
    modes: [],
    stops: 0,
    setMode: (mode) => run.modes.push(mode),
    stop: () => {
      run.stops += 1;
    },
  };
  return run;
}

async function withControl(run: Controllable, use: (file: string) => Promise<void>): Promise<void> {
  const file = path.join(temporaryFolder(), 'runs', 'run.sock');
  const control = await openControl(file, run);
  try {
    await use(file);
  } finally {
    control.close();
  }
}

/** Sends text as it is and resolves with the first line of the answer. */
function sendRaw(file: string, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(file, () => socket.write(text));
    socket.on('error', reject);
    socket.once('data', (data) => {
      socket.destroy();
      resolve(data.toString().trim());
    });
  });
}

describe('the control socket', () => {
  it('can be used by its owner only', async () => {
    await withControl(fakeRun(), (file) => {
      expect(statSync(file).mode & 0o777).toBe(0o600);
      expect(statSync(path.dirname(file)).mode & 0o777).toBe(0o700);
      return Promise.resolve();
    });
  });

  it('changes the mode', async () => {
    const run = fakeRun();
    await withControl(run, async (file) => {
      await expect(sendControl({command: 'mode', mode: 'balanced'}, file)).resolves.toEqual({mode: 'balanced'});
      await expect(sendControl({command: 'status'}, file)).resolves.toEqual({...STATUS, mode: 'balanced'});
    });
    expect(run.modes).toEqual(['balanced']);
  });

  it('stops the run', async () => {
    const run = fakeRun();
    await withControl(run, async (file) => {
      await sendControl({command: 'stop'}, file);
    });
    expect(run.stops).toBe(1);
  });

  it('says why it refuses', async () => {
    const {status, stop} = fakeRun();
    await withControl({status: {...status, policy: 'max-n'}, stop}, async (file) => {
      await expect(sendControl({command: 'mode', mode: 'balanced'}, file)).rejects.toThrow('policy max-n has no modes');
    });
  });

  it.each([
    ['{"command": "mode", "mode": "fast"}', 'mode is "fast", allowed are min-energy, max-accuracy, balanced'],
    ['{"command": "reboot"}', 'command is "reboot", allowed are mode, status and stop'],
    ['nonsense', 'not a line of JSON'],
  ])('answers %s with an error and goes on', async (line, error) => {
    await withControl(fakeRun(), async (file) => {
      expect(JSON.parse(await sendRaw(file, `${line}\n`))).toEqual({ok: false, error});
      await expect(sendControl({command: 'status'}, file)).resolves.toEqual(STATUS);
    });
  });

  it('is gone when the run has ended, and says so', async () => {
    let left = '';
    await withControl(fakeRun(), (file) => {
      left = file;
      return Promise.resolve();
    });
    expect(statSync(left, {throwIfNoEntry: false})).toBeUndefined();
    await expect(sendControl({command: 'status'}, left)).rejects.toThrow('no run listens here');
  });
});
