import {readFileSync, statSync} from 'node:fs';
import {describe, expect, it} from 'vitest';

interface Manifest {
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly allowScripts: Readonly<Record<string, boolean>>;
  readonly scripts: Readonly<Record<string, string>>;
}

interface Lock {
  readonly version: string;
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

interface LockedPackage {
  readonly version?: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly hasInstallScript?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const manifest = JSON.parse(read('package.json')) as Manifest;
const lock = JSON.parse(read('package-lock.json')) as Lock;
const pinned = Object.entries({...manifest.dependencies, ...manifest.devDependencies});

describe('the repository', () => {
  it.each(pinned)('pins %s exactly, as the lock file has it', (name, version) => {
    expect(version).toMatch(/^\d+\.\d+\.\d+(-[\w.]+)?$/);
    expect(lock.packages[`node_modules/${name}`]?.version).toBe(version);
  });

  it('locks packages by content and not by the address of one registry', () => {
    expect(Object.values(lock.packages).filter(({resolved}) => resolved !== undefined)).toEqual([]);
  });

  it('locks a version and a content hash for every package, optional ones of other platforms too', () => {
    const incomplete = Object.entries(lock.packages).filter(([, {version, integrity}]) => !version || !integrity);
    const wanted = Object.values(lock.packages).flatMap((entry) => Object.keys(entry.optionalDependencies ?? {}));
    const locked = new Set(Object.keys(lock.packages).map((place) => place.replace(/^.*node_modules\//, '')));
    expect(incomplete.map(([place]) => place)).toEqual(['']);
    expect(wanted.filter((name) => !locked.has(name))).toEqual([]);
  });

  it('says of every package with an install script whether it may run', () => {
    const scripted = Object.keys(lock.packages).filter((place) => lock.packages[place]?.hasInstallScript);
    const decided = Object.keys(manifest.allowScripts).map((key) => key.replace(/(.)@.*$/, '$1'));
    const names = scripted.map((place) => place.replace(/^.*node_modules\//, ''));
    expect(names.filter((name) => name !== 'fsevents').sort()).toEqual(decided.sort());
  });

  it('has the same version in package.json, the lock file and the change log', () => {
    const newest = /^## \[(.+?)\]/m.exec(read('CHANGELOG.md'))?.[1];
    expect([lock.version, newest]).toEqual([manifest.version, manifest.version]);
  });

  it.each(['bin/run.js', 'bin/dev.js', '.ci/run'])('keeps %s executable', (file) => {
    expect(statSync(at(file)).mode & 0o111).toBe(0o111);
  });

  it('has a file behind every benchmark', () => {
    const benches = Object.entries(manifest.scripts).filter(([name]) => name.startsWith('bench:'));
    expect(benches.length).toBeGreaterThan(0);
    for (const [name, command] of benches) {
      const file = `test/bench/${name.slice('bench:'.length)}.bench.ts`;
      // Some build first, for what runs on worker threads.
      expect(command.split(' && ').at(-1)).toBe(`tsx ${file}`);
      expect(statSync(at(file)).isFile()).toBe(true);
    }
  });
});

function at(file: string): URL {
  return new URL(`../../../${file}`, import.meta.url);
}

function read(file: string): string {
  return readFileSync(at(file), 'utf8');
}
