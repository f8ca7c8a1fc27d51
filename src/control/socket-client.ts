import {createConnection} from 'node:net';
import {createInterface} from 'node:readline';
import type {ControlAnswer, ControlCommand} from '../core/control.js';
import {EnvironmentError} from '../core/errors.js';

/** A run answers between two layers; nothing takes longer than this. */
const TIMEOUT_MS = 10_000;

/** Sends one command to a running cohort. **Errors:** EnvironmentError when no run listens or none answers. */
export function sendControlCommand(file: string, command: ControlCommand): Promise<ControlAnswer> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(file);
    const fail = (why: string) => {
      socket.destroy();
      reject(new EnvironmentError(`${file}: ${why}`, {suggestions: ['neuos run --cohort FILE', 'neuos ctl --help']}));
    };
    socket.setTimeout(TIMEOUT_MS, () => {
      fail('the run does not answer');
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      fail(`no run listens here (${error.code ?? error.message})`);
    });
    socket.on('connect', () => {
      createInterface({input: socket}).on('line', (line) => {
        socket.destroy();
        resolve(JSON.parse(line) as ControlAnswer);
      });
      socket.write(`${JSON.stringify(command)}\n`);
    });
  });
}
