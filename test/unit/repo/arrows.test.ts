import {execFile} from 'node:child_process';
import {mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';

const run = promisify(execFile);
const require = createRequire(import.meta.url);
const repository = fileURLToPath(new URL('../../..', import.meta.url));
const configFile = path.join(repository, '.dependency-cruiser.cjs');
const cli = path.join(repository, 'node_modules/.bin/depcruise');
const config = require(configFile) as {forbidden: readonly {name: string}[]};

/** For every rule one import that breaks it: file, and what it imports. */
const VIOLATIONS: Readonly<Record<string, readonly [file: string, imported: string]>> = {
  'no-circular': ['src/core/loop-back.ts', './loop.js'],
  'not-to-unresolvable': ['src/services/lost.ts', './nowhere.js'],
  'core-is-pure': ['src/core/reaches-out.ts', '../services/target.js'],
  'core-no-io': ['src/core/reads.ts', 'node:fs'],
  'services-use-ports': ['src/services/prints.ts', '../report/target.js'],
  'commands-stay-thin': ['src/commands/stores.ts', '../store/target.js'],
  'cli-knows-no-adapter': ['src/cli/serves.ts', '../services/target.js'],
  'report-is-pure': ['src/report/asks.ts', '../services/target.js'],
  'report-no-io': ['src/report/writes.ts', 'node:fs'],
  'adapters-know-core-alone': ['src/store/simulates.ts', '../simulation/target.js'],
  'adapters-through-composition': ['src/services/stores.ts', '../store/target.js'],
  'hidden-world': ['src/services/peeks.ts', '../simulation/world/target.js'],
};

const ALLOWED: readonly (readonly [file: string, imported: string])[] = [
  ['src/core/fits.ts', 'ml-matrix'],
  ['src/core/board/uses-core.ts', '../target.js'],
  ['src/services/uses-core.ts', '../core/target.js'],
  ['src/commands/calls.ts', '../services/target.js'],
  ['src/commands/wires.ts', '../composition/root.js'],
  ['src/commands/prints.ts', '../report/target.js'],
  ['src/store/uses-core.ts', '../core/target.js'],
  ['src/store/reads.ts', 'node:fs'],
  ['src/simulation/knows.ts', './world/target.js'],
  ['src/composition/root.ts', '../store/target.js'],
];

describe('the arrows of the architecture', () => {
  const root = realpathSync(mkdtempSync(path.join(tmpdir(), 'neuos-arrows-')));
  let violations: {from: string; rule: {name: string}}[] = [];

  beforeAll(async () => {
    for (const place of ['core', 'services', 'report', 'store', 'simulation', 'simulation/world']) {
      write(root, `src/${place}/target.ts`, 'export const target = 1;\n');
    }
    write(root, 'node_modules/ml-matrix/package.json', '{"name": "ml-matrix", "version": "1.0.0", "main": "index.js"}');
    write(root, 'node_modules/ml-matrix/index.js', 'exports.target = 1;\n');
    write(root, 'tsconfig.json', '{"compilerOptions": {"module": "node16", "moduleResolution": "node16"}}');
    write(root, 'package.json', '{"type": "module", "dependencies": {"ml-matrix": "1.0.0"}}');
    write(root, 'src/core/loop.ts', importing('./loop-back.js'));
    for (const [file, imported] of [...Object.values(VIOLATIONS), ...ALLOWED]) write(root, file, importing(imported));
    const {stdout} = await run(cli, ['--config', configFile, '--output-type', 'json', 'src'], {
      cwd: root,
      maxBuffer: 1 << 26,
    }).catch((error: unknown) => error as {stdout: string});
    ({violations} = (JSON.parse(stdout) as {summary: {violations: typeof violations}}).summary);
  });

  afterAll(() => {
    rmSync(root, {recursive: true});
  });

  it('has a violation here for every rule', () => {
    expect(Object.keys(VIOLATIONS).sort()).toEqual(config.forbidden.map(({name}) => name).sort());
  });

  it.each(Object.entries(VIOLATIONS))('%s bites', (name, [file]) => {
    expect(violations.filter(({from}) => from === file).map(({rule}) => rule.name)).toContain(name);
  });

  it.each(ALLOWED)('%s may import %s', (file) => {
    expect(violations.filter(({from}) => from === file)).toEqual([]);
  });
});

function importing(imported: string): string {
  return `import * as imported from '${imported}';\nexport const used = imported;\n`;
}

function write(root: string, file: string, text: string): void {
  const target = path.join(root, file);
  mkdirSync(path.dirname(target), {recursive: true});
  writeFileSync(target, text);
}
