import {existsSync} from 'node:fs';
import {Flags} from '@oclif/core';
import {UsageError} from '../core/errors.js';

/** Where the board's /sys, /proc, /etc and /var are: in a container they are the host's, mounted somewhere else. */
export const rootFlag = Flags.custom({
  description: "Folder that holds the board's /sys, /proc, /etc and /var: for containers.",
  helpValue: 'DIR',
  default: '/',
  parse: (folder) => {
    if (existsSync(folder)) return Promise.resolve(folder);
    throw new UsageError(`--root ${folder}: there is no such folder`);
  },
});
