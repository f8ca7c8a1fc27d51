import {PinnedPolicy} from './pinned.js';

/**
 * The best single configuration, chosen with knowledge of every latency to come.
 *
 * Idle: stays there. Parameters: none that a real board could know.
 */
export class OracleStaticPolicy extends PinnedPolicy {
  readonly name = 'oracle-static';
}
