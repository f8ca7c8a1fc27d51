import {Command, Flags} from '@oclif/core';
import {EXIT_CODES, NeuosError} from '../core/errors.js';

/** Signals that ask a command to stop at the next clean place. */
const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * What all commands share: `--json` and `--quiet`, exit codes, one-line errors with the command that mends them, and a
 * signal that Ctrl-C aborts. The result goes to stdout, everything else to stderr.
 */
export abstract class BaseCommand extends Command {
  static override enableJsonFlag = true;
  static override baseFlags = {
    quiet: Flags.boolean({description: 'Print the result only, no progress and no notes.', helpGroup: 'GLOBAL'}),
  };

  /** Aborted by the first signal that asks to stop. Native code is never interrupted: work ends where it can be left. */
  readonly signal: AbortSignal;
  readonly #stop = new AbortController();
  readonly #onSignal = (): void => {
    this.#stop.abort();
  };

  constructor(...args: ConstructorParameters<typeof Command>) {
    super(...args);
    this.signal = this.#stop.signal;
  }

  override async init(): Promise<void> {
    await super.init();
    for (const name of STOP_SIGNALS) process.on(name, this.#onSignal);
  }

  override async finally(error: Error | undefined): Promise<void> {
    for (const name of STOP_SIGNALS) process.off(name, this.#onSignal);
    await super.finally(error);
  }

  /** A remark for people, on stderr. */
  note(text: string, flags: {readonly quiet: boolean}): void {
    if (!flags.quiet && !this.jsonEnabled()) process.stderr.write(`${text}\n`);
  }

  /** Ends a command that has a result, but also something to answer for. */
  conclude(problem: NeuosError | undefined): void {
    if (problem === undefined) return;
    process.exitCode = problem.exitCode;
    process.stderr.write(describe(problem.message, problem.suggestions));
  }

  override async catch(error: Error & {oclif?: {exit?: number}; exitCode?: number}): Promise<unknown> {
    const exitCode = exitCodeOf(error);
    if (exitCode === EXIT_CODES.bug) return super.catch(error);
    process.exitCode = exitCode;
    const suggestions = error instanceof NeuosError ? error.suggestions : [];
    const message = firstLine(error.message);
    if (this.jsonEnabled()) {
      this.logJson({error: {name: error.name, message, suggestions, exitCode}});
      return undefined;
    }
    process.stderr.write(describe(message, suggestions));
    return undefined;
  }
}

/** oclif puts a line of its own before what it refuses flags for; the flag is named either way. */
function firstLine(message: string): string {
  const [first = '', second = ''] = message.split('\n');
  if (/^The following errors? occurred:/.test(first)) return second.trim();
  const refused = /^Parsing (--\S+) \n\t(.*)/.exec(message);
  if (refused === null) return first;
  const [, flag = '', reason = ''] = refused;
  return reason.startsWith(flag) ? reason : `${flag}: ${reason}`;
}

function describe(message: string, suggestions: readonly string[]): string {
  return `Error: ${message}\n${suggestions.map((command) => `  Try: ${command}\n`).join('')}`;
}

/** Exit code of an error: ours by family, oclif's own complaints about flags are usage errors, the rest is a bug. */
function exitCodeOf(error: Error & {oclif?: {exit?: number}}): number {
  if (error instanceof NeuosError) return error.exitCode;
  return error.oclif?.exit === EXIT_CODES.usage ? EXIT_CODES.usage : EXIT_CODES.bug;
}
