import {readdirSync} from 'node:fs';
import {tmpdir, userInfo} from 'node:os';
import path from 'node:path';
import type {ControlAnswer, ControlCommand} from '../core/control.js';
import {EnvironmentError, UsageError} from '../core/errors.js';
import type {Mode} from '../core/schedule/mode.js';
import type {CohortStatus} from '../core/schedule/status.js';

const ENDING = '.sock';

/** Where a run listens unless told otherwise: a folder of the user's own, a socket per process. */
export function defaultControlFile(): string {
  return path.join(controlFolder(), `${process.pid}${ENDING}`);
}

/** What a running cohort lets others do to it. */
export interface Controllable {
  readonly status: CohortStatus;
  /** Absent under policies that have no modes. */
  readonly setMode?: ((mode: Mode) => void) | undefined;
  readonly stop: () => void;
}

/** Opens the control socket of a run. **Errors:** EnvironmentError when it cannot be made. */
export async function openControl(file: string, run: Controllable): Promise<{close(): void}> {
  const {ControlServer} = await import('../control/socket-server.js');
  return ControlServer.open(file, (command) => carryOut(command, run));
}

/**
 * Sends a command to a running cohort: to the socket named, or to the only one there is.
 *
 * **Errors:** EnvironmentError when none runs or none answers, UsageError when several run, or when the run refuses.
 */
export async function sendControl(command: ControlCommand, file?: string): Promise<object> {
  const {sendControlCommand} = await import('../control/socket-client.js');
  const answer: ControlAnswer = await sendControlCommand(file ?? onlySocket(), command);
  if (!answer.ok) throw new UsageError(`the run refuses: ${answer.error}`, {suggestions: ['neuos ctl --help']});
  return answer.result;
}

function carryOut(command: ControlCommand, {status, setMode, stop}: Controllable): object {
  switch (command.command) {
    case 'status':
      return status;
    case 'stop':
      stop();
      return {stopping: true};
    case 'mode':
      if (setMode === undefined) throw new UsageError(`policy ${status.policy} has no modes`);
      setMode(command.mode);
      status.mode = command.mode;
      return {mode: command.mode};
  }
}

function controlFolder(): string {
  return path.join(process.env['XDG_RUNTIME_DIR'] ?? path.join(tmpdir(), `neuos-${userInfo().uid}`), 'neuos');
}

function onlySocket(): string {
  const folder = controlFolder();
  const names = listFolder(folder).filter((name) => name.endsWith(ENDING));
  const [first, second] = names;
  if (first === undefined) {
    throw new EnvironmentError(`no cohort is running: there is no socket in ${folder}`, {
      suggestions: ['neuos run --cohort FILE'],
    });
  }
  if (second !== undefined) {
    throw new UsageError(`several cohorts are running; say which one with --control`, {
      suggestions: names.map((name) => `neuos ctl status --control ${path.join(folder, name)}`),
    });
  }
  return path.join(folder, first);
}

function listFolder(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    // The folder is made by the first run.
    return [];
  }
}
