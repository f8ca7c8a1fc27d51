/**
 * The one family of errors that neuos shows to people.
 *
 * A message says what happened, where (path, node, layer), and what was got against what is allowed. `suggestions` are
 * commands that mend it, ready to be typed. Whatever is not a `NeuosError` is a bug and keeps its stack trace.
 */

/** Exit codes of the command line, one per family. */
export const EXIT_CODES = {
  bug: 1,
  usage: 2,
  environment: 3,
  data: 4,
  deadlineMiss: 5,
  interrupted: 130,
} as const;

/** What goes with an error's message. */
export interface NeuosErrorOptions {
  /** Commands or short instructions that mend the problem, most likely one first. */
  readonly suggestions?: readonly string[];
  readonly cause?: unknown;
}

/** Base of the family: an exit code, and what mends the problem. */
export abstract class NeuosError extends Error {
  abstract readonly exitCode: number;
  readonly suggestions: readonly string[];

  constructor(message: string, options: NeuosErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : {cause: options.cause});
    this.name = new.target.name;
    this.suggestions = options.suggestions ?? [];
  }
}

/** The command was typed wrong: an unknown flag, a value out of range, a malformed cohort flag. */
export class UsageError extends NeuosError {
  readonly exitCode = EXIT_CODES.usage;
}

/** The machine does not let us: a missing node, a permission, a full disk, a file held by another process. */
export class EnvironmentError extends NeuosError {
  readonly exitCode = EXIT_CODES.environment;
}

/** The input is wrong: a missing, stale or corrupt model, profile, table or cohort file. */
export class DataError extends NeuosError {
  readonly exitCode = EXIT_CODES.data;
}

/** A run ended as it should, but missed more deadlines than allowed. */
export class DeadlineMissError extends NeuosError {
  readonly exitCode = EXIT_CODES.deadlineMiss;
}

/** The user asked to stop; everything measured until then is kept. */
export class InterruptedError extends NeuosError {
  readonly exitCode = EXIT_CODES.interrupted;
}

/** Throws {@link InterruptedError} once `signal` is aborted; called wherever work can be left cleanly. */
export function throwIfInterrupted(signal: AbortSignal, whatIsKept: string): void {
  if (signal.aborted) throw new InterruptedError(`Interrupted. ${whatIsKept}`);
}
