import {mkdtempSync, realpathSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, onTestFinished} from 'vitest';

/** A folder of the current test's own; gone when the test ends. */
export function temporaryFolder(): string {
  const folder = makeFolder();
  onTestFinished(() => {
    rmSync(folder, {recursive: true, force: true});
  });
  return folder;
}

/** A folder that all tests of a file share; call it outside of any test. */
export function sharedFolder(): string {
  const folder = makeFolder();
  afterAll(() => {
    rmSync(folder, {recursive: true, force: true});
  });
  return folder;
}

function makeFolder(): string {
  return realpathSync(mkdtempSync(path.join(tmpdir(), 'neuos-test-')));
}
