import {EnvironmentError} from '../core/errors.js';
import {takeWriterLock, type WriterLock} from '../store/writer-lock.js';

/**
 * Takes the right to drive the board whose state is noted in `file`, until it is released or the process ends.
 *
 * **Errors:** EnvironmentError when another process drives it.
 */
export function lockBoard(file: string): WriterLock {
  try {
    return takeWriterLock({file, kind: {noun: 'board', applicationId: 0, migrations: [], command: 'neuos'}});
  } catch (cause) {
    if (cause instanceof EnvironmentError && cause.message.includes('another process')) {
      throw new EnvironmentError('another neuos process drives this board; one at a time may', {
        suggestions: ['wait for it to end'],
        cause,
      });
    }
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new EnvironmentError(`this board cannot be kept for one process alone: ${why}`, {
      suggestions: ['run it as root, such as sudo neuos doctor'],
      cause,
    });
  }
}
