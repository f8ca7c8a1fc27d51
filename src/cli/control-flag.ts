import {Flags} from '@oclif/core';

/** Which run a `ctl` command talks to. */
export const controlFlag = Flags.custom({
  description: 'Socket of the run. Default: the only run there is.',
  helpValue: 'FILE',
});
