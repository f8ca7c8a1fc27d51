import {cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {pathToFileURL} from 'node:url';
import type * as Oclif from '@oclif/core';
import {repository, vmFolder} from './folders.js';

// Puts what the machine sees at /share into a folder of its own: the compiled command line as it is installed for users,
// with the commands listed beforehand, for under emulation to load all of them costs half of every start.
const stage = path.join(vmFolder, 'share');
rmSync(stage, {recursive: true, force: true});
mkdirSync(stage, {recursive: true});
for (const entry of ['bin', 'dist', 'package.json', 'test/vm-board/scenarios', ...installedForUsers()]) copy(entry);
await listCommands();

/** The packages that users get, without the binaries of other platforms. */
function installedForUsers(): readonly string[] {
  const lock = JSON.parse(readFileSync(path.join(repository, 'package-lock.json'), 'utf8')) as {
    packages: Readonly<Record<string, {readonly dev?: boolean}>>;
  };
  const names = Object.entries(lock.packages).filter(([name, {dev}]) => name !== '' && dev !== true);
  return names.map(([name]) => name).filter((name) => existsSync(path.join(repository, name)));
}

function copy(entry: string): void {
  const other = /\/onnxruntime-node\/bin\/napi-v\d+\/(darwin|win32)\/|\/better-sqlite3\/(deps|src)|\/arm64\//;
  cpSync(path.join(repository, entry), path.join(stage, entry), {
    recursive: true,
    filter: (source) => !other.test(`${source}/`),
  });
}

/** What `oclif manifest` does when a command line is packed. */
async function listCommands(): Promise<void> {
  const oclif = pathToFileURL(path.join(stage, 'node_modules/@oclif/core/lib/index.js')).href;
  const {Plugin} = (await import(oclif)) as typeof Oclif;
  const plugin = new Plugin({root: stage});
  await plugin.load();
  writeFileSync(path.join(stage, 'oclif.manifest.json'), JSON.stringify(plugin.manifest));
}
