import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {beforeAll, describe, expect, it} from 'vitest';
import {filesIn, neuos, neuosJson, startNeuos} from '../support/neuos.js';
import {node, tinyModelBytes} from '../support/tiny-model.js';
import {writeTinyNetwork} from '../support/tiny-network-file.js';
import {sharedFolder, temporaryFolder} from '../support/temporary-folder.js';

const EXIT = {usage: 2, environment: 3, data: 4, interrupted: 130} as const;
const folder = sharedFolder();
const RUN = ['run', '--execute', 'none', '--jobs', '5'];
const TINY = ['--network', './tiny.onnx:batch=4,period=9ms'];

beforeAll(async () => {
  writeTinyNetwork(path.join(folder, 'tiny.onnx'));
  writeFileSync(path.join(folder, 'a-file'), 'where a folder should be');
  const model = ['--model', './tiny.onnx', '--batch', '4', '--approximations', '0'];
  await neuosJson(folder, 'profile', ...model, '--profile', 'tiny.sqlite');
  await neuosJson(folder, 'build-tables', '--profile', 'tiny.sqlite');
}, 120_000);

/** Runs a command that is to fail; what it complains of must be one line, and nothing may stay behind. */
async function complaint(words: readonly string[], code: number): Promise<{line: string; suggestions: string[]}> {
  const before = filesIn(folder);
  const {exitCode, stdout, stderr} = await neuos(folder, ...words, '--quiet');
  expect({exitCode, stdout}).toEqual({exitCode: code, stdout: ''});
  expect(filesIn(folder)).toEqual(before);
  const [line = '', ...rest] = stderr.trimEnd().split('\n');
  expect(line).toMatch(/^Error: /);
  for (const suggestion of rest) expect(suggestion).toMatch(/^ {2}Try: /);
  return {line, suggestions: rest.map((suggestion) => suggestion.replace('  Try: ', ''))};
}

describe('a model', () => {
  const sample = readFileSync('models/alexnet-fmnist.onnx');

  it.each<[string, Uint8Array, RegExp]>([
    ['text', Buffer.from('this is no network\n'), /bad\.onnx is not an ONNX model: got 19 bytes .*, allowed is/],
    ['empty', Buffer.alloc(0), /bad\.onnx is not an ONNX model: got 0 bytes .*, allowed is/],
    ['cut short', sample.subarray(0, 100_000), /bad\.onnx is not an ONNX model: got 100000 bytes .*, allowed is/],
    ['without operators', tinyModelBytes({nodes: []}), /graph of \.\/bad\.onnx is empty/],
    ['of an unknown operator', tinyModelBytes({nodes: [node('Mystery', ['x'], ['y'])]}), /bad\.onnx.*Mystery/],
    ['of a dangling output', tinyModelBytes({nodes: [node('Relu', ['nowhere'], ['y'])]}), /bad\.onnx/],
  ])('that is %s is refused by name', async (_what, bytes, message) => {
    writeFileSync(path.join(folder, 'bad.onnx'), bytes);
    const {line} = await complaint(['profile', '--model', './bad.onnx'], EXIT.data);
    expect(line).toMatch(message);
  });

  it('that is not there is refused, and the samples are named', async () => {
    const {line, suggestions} = await complaint(['profile', '--model', 'resnet51-fmnist'], EXIT.data);
    expect(line).toContain('resnet51-fmnist: there is no such file, and no sample network of that name');
    expect(suggestions).toContain('neuos profile --model resnet50-fmnist');
  });

  it('whose content changed since the tables were built is refused', async () => {
    const file = path.join(folder, 'tiny.onnx');
    writeTinyNetwork(file, 8);
    try {
      const {line, suggestions} = await complaint([...RUN, ...TINY], EXIT.data);
      expect(line).toMatch(/tiny\.onnx is not the model .*was built for: content [0-9a-f]{12}, allowed [0-9a-f]{12}$/);
      expect(suggestions[0]).toMatch(/^neuos profile --model .*tiny\.onnx --batch 4 && neuos build-tables$/);
    } finally {
      writeTinyNetwork(file);
    }
  });

  it('that is in no table is refused, at another batch too', async () => {
    const {line} = await complaint([...RUN, '--network', './tiny.onnx:batch=5,period=9ms'], EXIT.data);
    expect(line).toMatch(/has no tables for tiny:batch=5:gpu; it has tiny:batch=4:gpu$/);
  });
});

describe('a cohort file', () => {
  it.each([
    [
      'an unknown key',
      'instances:\n  - model: ./tiny.onnx\n    perod: 9ms\n',
      'cohort.yaml:3:5: instances.0.perod: unknown key, allowed are',
    ],
    [
      'a period of zero',
      'instances:\n  - model: ./tiny.onnx\n    period: 0ms\n',
      'cohort.yaml:3:5: instances.0.period: got "0ms", allowed is',
    ],
    ['broken YAML', 'instances: [\n', 'cohort.yaml:2:1: '],
  ])('with %s is refused with file, line and column', async (_what, text, message) => {
    writeFileSync(path.join(folder, 'cohort.yaml'), text);
    const {line, suggestions} = await complaint([...RUN, '--cohort', 'cohort.yaml'], EXIT.data);
    expect(line).toContain(message);
    expect(suggestions).toContain('neuos run --help');
  });

  it('that is not there is refused', async () => {
    const {line} = await complaint([...RUN, '--cohort', 'none.yaml'], EXIT.data);
    expect(line).toBe('Error: none.yaml: the cohort file cannot be read: ENOENT');
  });
});

describe('a missing file', () => {
  it.each<[string, readonly string[], string, string]>([
    ['a profile', ['build-tables', '--profile', 'none.sqlite'], 'there is no profile at none.sqlite', 'neuos profile'],
    ['a table', [...RUN, ...TINY, '--table', 'none.sqlite'], 'there is no table at none.sqlite', 'neuos build-tables'],
  ])('%s is named, with the command that makes it', async (_what, words, message, suggestion) => {
    const {line, suggestions} = await complaint(words, EXIT.data);
    expect(line).toBe(`Error: ${message}`);
    expect(suggestions).toContain(suggestion);
  });

  it('any profile at all is asked for where there is none', async () => {
    const empty = temporaryFolder();
    const {exitCode, stderr} = await neuos(empty, 'build-tables');
    expect(exitCode).toBe(EXIT.data);
    expect(stderr).toContain('there is no profile in profiles/');
    expect(filesIn(empty)).toEqual([]);
  });

  it('a table in place of a profile, or the other way round, is told apart', async () => {
    const swapped = await complaint([...RUN, ...TINY, '--table', 'tiny.sqlite'], EXIT.data);
    expect(swapped.line).toContain('tiny.sqlite is a SQLite database, but not a neuos table');
    const table = 'tables/sim-tx2.tables.sqlite';
    const other = await complaint(['build-tables', '--profile', table], EXIT.data);
    expect(other.line).toContain(`${table} is a SQLite database, but not a neuos profile`);
  });
});

describe('a place that cannot be written', () => {
  const model = ['--model', './tiny.onnx', '--batch', '4', '--approximations', '0'];

  it.each<[string, readonly string[]]>([
    ['profile', ['profile', ...model, '--profile', 'a-file/sweep.sqlite']],
    ['build-tables', ['build-tables', '--profile', 'tiny.sqlite', '--table', 'a-file/tables.sqlite']],
    ['run', [...RUN, ...TINY, '--log', 'a-file/jobs.jsonl']],
  ])('is refused by %s', async (_what, words) => {
    const {line, suggestions} = await complaint(words, EXIT.environment);
    expect(line).toContain('a-file/');
    expect(suggestions[0]).toMatch(/^neuos (profile|build-tables|run) --(profile|table|log) in\/a\/folder/);
  });
});

describe('a command line', () => {
  it.each<[string, readonly string[], RegExp]>([
    ['an unknown flag', ['profile', '--bogus'], /--bogus/],
    ['a seed that is none', ['profile', '--seed', 'many'], /^Error: --seed many: allowed is a whole number/],
    ['a batch of zero', ['profile', '--batch', '0'], /--batch.*received: 0/],
    ['a board that is none', ['profile', '--board', 'tx3'], /--board tx3: .*boards are tx2, /],
    ['a share above one', ['run', '--max-miss', '3'], /^Error: --max-miss 3: allowed is a share/],
    ['an unknown key of a network', ['run', '--network', 'a:perod=1s'], /--network a:perod=1s: perod: unknown key/],
    ['neither cohort nor network', ['run'], /neither --cohort nor --network/],
  ])('with %s is refused', async (_what, words, message) => {
    expect((await complaint(words, EXIT.usage)).line).toMatch(message);
  });

  it('is refused in JSON where JSON is asked for', async () => {
    const {exitCode, stdout, stderr} = await neuos(folder, ...RUN, '--table', 'none.sqlite', ...TINY, '--json');
    expect({exitCode, stderr}).toEqual({exitCode: EXIT.data, stderr: ''});
    expect(JSON.parse(stdout)).toEqual({
      error: {
        name: 'DataError',
        message: 'there is no table at none.sqlite',
        suggestions: ['neuos build-tables'],
        exitCode: EXIT.data,
      },
    });
  });

  it('with an unknown command ends with 2', async () => {
    expect((await neuos(folder, 'bogus')).exitCode).toBe(EXIT.usage);
  });
});

describe('Ctrl-C', () => {
  it('ends a sweep with 130, keeps what was measured, and lets the same command continue', async () => {
    const words = [
      'profile',
      '--board',
      'sim:agx-xavier',
      '--model',
      './tiny.onnx',
      '--approximations',
      '0',
      '--profile',
      'xavier.sqlite',
    ];
    const {child, ended} = startNeuos(folder, words);
    const file = path.join(folder, 'xavier.sqlite');
    await expect.poll(() => existsSync(file), {timeout: 60_000, interval: 20}).toBe(true);
    child.kill('SIGINT');
    const {exitCode, stderr} = await ended;
    expect(exitCode).toBe(EXIT.interrupted);
    expect(stderr).toContain('Error: Interrupted. What was measured is kept; the same command continues.');
    const unfinished = await complaint(
      ['build-tables', '--profile', 'xavier.sqlite', '--table', 'xavier.tables.sqlite'],
      EXIT.data,
    );
    expect(unfinished.line).toMatch(/xavier\.sqlite is not complete: [\d,]+ of 51,?968 configurations are measured/);
    const continued = await neuosJson<{configurations: number; resumed: number}>(folder, ...words);
    expect(continued.configurations).toBe(51_968);
    expect(continued.resumed).toBeGreaterThan(0);
    expect(continued.resumed).toBeLessThan(51_968);
  });

  it('ends a run with 130, and sums up what was done', async () => {
    const words = ['run', ...TINY, '--jobs', '10000000', '--execute', 'none', '--log', 'jobs.jsonl'];
    const {child, ended} = startNeuos(folder, words);
    const log = path.join(folder, 'jobs.jsonl');
    await expect
      .poll(() => existsSync(log) && readFileSync(log).length > 0, {timeout: 60_000, interval: 20})
      .toBe(true);
    child.kill('SIGINT');
    const {exitCode, stdout, stderr} = await ended;
    expect(exitCode).toBe(EXIT.interrupted);
    expect(stdout).toMatch(/^sim:tx2, neuos, min-energy: [\d,]+ jobs/);
    expect(stderr).toContain('Interrupted after');
  });
});
