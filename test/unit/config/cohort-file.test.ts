import {writeFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, it} from 'vitest';
import {readCohortFile} from '../../../src/config/cohort-file.js';
import type {Cohort} from '../../../src/core/cohort.js';
import {DataError} from '../../../src/core/errors.js';
import {temporaryFolder} from '../../support/temporary-folder.js';

const INSTANCE_KEYS = 'name, model, batch, engine, period, deadline, offset, on-miss, criticality, min-accuracy, input';
/** Lines 1 to 3 of a cohort that is fine so far. */
const FINE = 'instances:\n  - model: alexnet-fmnist\n    period: 80ms\n';

/** Reads a cohort file of the given text, in a folder of its own. */
function readText(text: string): Cohort {
  const file = path.join(temporaryFolder(), 'cohort.yaml');
  writeFileSync(file, text);
  return readCohortFile(file);
}

/** What is said about a text, without the folder. */
function complaintAbout(text: string): string {
  try {
    readText(text);
  } catch (error) {
    if (error instanceof DataError) return error.message.replace(/^.*(?=cohort\.yaml)/, '');
    throw error;
  }
  throw new Error('there was no complaint');
}

describe('a cohort file', () => {
  it('can say everything', () => {
    const cohort = readText(`
board: sim:agx-xavier
tables: ../tables/mine.sqlite
mode: balanced
instances:
  - name: camera
    model: ./nets/detector.onnx
    batch: 8
    engine: cpu
    period: 0.5s
    deadline: 300 ms
    offset: 250us
    on-miss: skip-next
    criticality: 2.5
    min-accuracy: 0.98
    input: {images: images.idx, labels: /data/labels.idx}
`);
    const folder = path.dirname(cohort.place);
    expect(cohort).toEqual({
      place: path.join(folder, 'cohort.yaml'),
      board: 'sim:agx-xavier',
      tables: path.resolve(folder, '../tables/mine.sqlite'),
      mode: 'balanced',
      instances: [
        {
          name: 'camera',
          model: path.join(folder, 'nets/detector.onnx'),
          batch: 8,
          engine: 'cpu',
          periodUs: 500_000,
          relativeDeadlineUs: 300_000,
          offsetUs: 250,
          onMiss: 'skip-next',
          criticality: 2.5,
          minAccuracy: 0.98,
          input: {kind: 'images', images: path.join(folder, 'images.idx'), labels: '/data/labels.idx'},
        },
      ],
    });
  });

  it('need not say much', () => {
    const {instances, ...rest} = readText(FINE);
    expect(Object.keys(rest)).toEqual(['place']);
    expect(instances).toEqual([
      {
        name: 'alexnet-fmnist',
        model: 'alexnet-fmnist',
        batch: 1,
        engine: 'gpu',
        periodUs: 80_000,
        relativeDeadlineUs: 80_000,
        offsetUs: 0,
        onMiss: 'finish',
        criticality: 1,
      },
    ]);
  });

  it('numbers names that repeat', () => {
    const {instances} = readText(`${FINE}  - {model: alexnet-fmnist, period: 1s}\n  - {model: x/b.onnx, period: 1s}\n`);
    expect(instances.map(({name}) => name)).toEqual(['alexnet-fmnist', 'alexnet-fmnist-2', 'b']);
  });

  it('can name a folder of images by class, and how they are prepared', () => {
    const text = `${FINE}    input: {images: /data/val, resize: stretch, mean: 0.5, std: [0.1, 0.2, 0.3]}\n`;
    expect(readText(text).instances[0]?.input).toEqual({
      kind: 'folder',
      folder: '/data/val',
      format: {resize: 'stretch', mean: [0.5], deviation: [0.1, 0.2, 0.3]},
    });
  });

  it('can ask for generated inputs', () => {
    expect(readText(`${FINE}    input: generated\n`).instances[0]?.input).toEqual({kind: 'generated'});
  });

  it('reads the demo of this repository', () => {
    expect(readCohortFile('profiles/cohorts/demo.yaml').instances).toHaveLength(3);
  });
});

describe('a complaint about a cohort file', () => {
  it.each([
    [
      'an unknown key',
      `modes: balanced\n${FINE}`,
      '1:1: modes: unknown key, allowed are board, tables, mode, power-cap, instances',
    ],
    [
      'an unknown key of an instance',
      `${FINE}    bach: 3\n`,
      `4:5: instances.0.bach: unknown key, allowed are ${INSTANCE_KEYS}`,
    ],
    [
      'a required key that is mistyped',
      'instances:\n  - model: a\n    perod: 80ms\n',
      `3:5: instances.0.perod: unknown key, allowed are ${INSTANCE_KEYS}`,
    ],
    [
      'an unknown key of an input',
      `${FINE}    input:\n      images: a\n      labels: b\n      foo: 1\n`,
      '7:7: instances.0.input.foo: unknown key, allowed are images, labels, resize, mean, std',
    ],
    [
      'a period of zero',
      'instances:\n  - model: a\n    period: 0ms\n',
      '3:5: instances.0.period: got "0ms", allowed is a duration such as 80ms, 0.5s or 300us, positive',
    ],
    [
      'a period without a unit',
      'instances:\n  - model: a\n    period: 80\n',
      '3:5: instances.0.period: got 80, allowed is a duration such as 80ms, 0.5s or 300us, positive',
    ],
    [
      'a missing period',
      'instances:\n  - model: a\n',
      '2:5: instances.0.period: got nothing, allowed is a duration such as 80ms, 0.5s or 300us, positive',
    ],
    [
      'a negative offset',
      `${FINE}    offset: -3ms\n`,
      '4:5: instances.0.offset: got "-3ms", allowed is a duration such as 80ms, 0.5s or 300us, zero or more',
    ],
    ['a missing model', 'instances:\n  - period: 3ms\n', '2:5: instances.0.model: got nothing, allowed is a text'],
    [
      'an empty model',
      'instances:\n  - model: ""\n',
      '2:5: instances.0.model: got "", allowed is a text that is not empty',
    ],
    ['a batch of zero', `${FINE}    batch: 0\n`, '4:5: instances.0.batch: got 0, allowed is at least 1'],
    [
      'a batch that is too large',
      `${FINE}    batch: 9999\n`,
      '4:5: instances.0.batch: got 9999, allowed is at most 4096',
    ],
    ['half a batch', `${FINE}    batch: 1.5\n`, '4:5: instances.0.batch: got 1.5, allowed is a whole number'],
    ['a batch in words', `${FINE}    batch: many\n`, '4:5: instances.0.batch: got "many", allowed is a number'],
    [
      'a criticality of zero',
      `${FINE}    criticality: 0\n`,
      '4:5: instances.0.criticality: got 0, allowed is more than 0',
    ],
    ['an unknown mode', `mode: fast\n${FINE}`, '1:1: mode: got "fast", allowed is min-energy, max-accuracy, balanced'],
    ['an unknown engine', `${FINE}    engine: npu\n`, '4:5: instances.0.engine: got "npu", allowed is gpu, cpu'],
    [
      'preparation of a file',
      `${FINE}    input: {images: a, labels: b, mean: 0.5}\n`,
      '4:5: instances.0.input: got {"images":"a","labels":"b","mean":[0.5]}, allowed is labels for a file of images, or resize, mean and std for a folder of them',
    ],
    [
      'an unknown input',
      `${FINE}    input: camera\n`,
      '4:5: instances.0.input: got "camera", allowed is generated, images: FILE and labels: FILE, or images: FOLDER',
    ],
    ['no instances', 'instances: []\n', '1:1: instances: got [], allowed is a list of at least 1'],
    ['instances that are no list', 'instances: 4\n', '1:1: instances: got 4, allowed is a list'],
    ['an empty file', '', '1:1: got null, allowed is a set of keys and values'],
    ['a key twice', `${FINE}    model: b\n`, '4:5: Map keys must be unique'],
    ['wrong indentation', 'instances:\n  - model: a\n   period: 3ms\n', '3:1: Sequence item without - indicator'],
  ])('about %s says file, line, column, what was got and what is allowed', (_what, text, complaint) => {
    expect(complaintAbout(text)).toBe(`cohort.yaml:${complaint}`);
  });

  it('is about a file that is not there, and says what to type instead', () => {
    const file = path.join(temporaryFolder(), 'none.yaml');
    const reading = (): Cohort => readCohortFile(file);
    expect(reading).toThrow(DataError);
    expect(reading).toThrow(`${file}: the cohort file cannot be read: ENOENT`);
    expect(reading).toThrow(
      expect.objectContaining({suggestions: expect.arrayContaining([expect.stringMatching(/^neuos run /)]) as unknown}),
    );
  });
});
