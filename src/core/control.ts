import {MODES, type Mode} from './schedule/mode.js';

/** What a running cohort can be told from outside: one JSON object a line, one answer a line. */
export type ControlCommand =
  {readonly command: 'mode'; readonly mode: Mode} | {readonly command: 'status'} | {readonly command: 'stop'};

/** The answer: what was done or the status, or why not. */
export type ControlAnswer = {readonly ok: true; readonly result: object} | {readonly ok: false; readonly error: string};

/** Carries out a command; the answer's result. **Errors:** what it throws is answered as `ok: false`. */
export type ControlHandler = (command: ControlCommand) => object;

/** Reads one line; a string says what is wrong with it. */
export function parseControlCommand(line: string): ControlCommand | string {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return 'not a line of JSON';
  }
  const {command, mode} = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  if (command === 'status' || command === 'stop') return {command};
  if (command !== 'mode') return `command is ${JSON.stringify(command)}, allowed are mode, status and stop`;
  const found = MODES.find((name) => name === mode);
  return found === undefined
    ? `mode is ${JSON.stringify(mode)}, allowed are ${MODES.join(', ')}`
    : {command, mode: found};
}
