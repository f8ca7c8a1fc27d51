import {homedir} from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';

export const repository = fileURLToPath(new URL('../..', import.meta.url));

const cache = process.env['XDG_CACHE_HOME'] ?? path.join(homedir(), '.cache');

/** Where `npm run vm:build` puts kernel, modules, initial files and what the machine shares. */
export const vmFolder = process.env['W'] ?? path.join(cache, 'neuos', 'vm-board');
