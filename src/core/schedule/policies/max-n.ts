import {PinnedPolicy} from './pinned.js';

/**
 * Everything at the top, always: the board's MAXN mode with the clocks pinned.
 *
 * Idle: stays at the reference configuration. Parameters: none.
 */
export class MaxNPolicy extends PinnedPolicy {
  readonly name = 'max-n';
}
