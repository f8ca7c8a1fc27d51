#!/usr/bin/env -S node --import tsx
// Runs the commands from src without a build. oclif cannot register tsx by itself and would silently run a stale dist.
import {readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {execute, settings} from '@oclif/core';

settings.enableAutoTranspile = false;
const root = fileURLToPath(new URL('..', import.meta.url));
const pjson = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));

await execute({
  development: true,
  loadOptions: {root, pjson: {...pjson, oclif: {...pjson.oclif, commands: './src/commands'}}},
});
