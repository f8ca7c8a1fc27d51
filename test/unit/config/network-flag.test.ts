import path from 'node:path';
import {describe, expect, it} from 'vitest';
import {parseNetworkFlags} from '../../../src/config/network-flag.js';
import {UsageError} from '../../../src/core/errors.js';

describe('--network', () => {
  it('takes the keys of a cohort file', () => {
    const flag =
      './nets/a.onnx:name=camera,batch=4,engine=cpu,period=80ms,deadline=20ms,offset=1ms,on-miss=abort,criticality=2,min-accuracy=0.9,input=generated';
    expect(parseNetworkFlags([flag], '/somewhere')).toEqual([
      {
        name: 'camera',
        model: path.resolve('/somewhere/nets/a.onnx'),
        batch: 4,
        engine: 'cpu',
        periodUs: 80_000,
        relativeDeadlineUs: 20_000,
        offsetUs: 1000,
        onMiss: 'abort',
        criticality: 2,
        minAccuracy: 0.9,
        input: {kind: 'generated'},
      },
    ]);
  });

  it('makes one instance of each', () => {
    const instances = parseNetworkFlags(['a:period=1s', 'a:period=2s,batch=2', 'b:period=3s'], '.');
    expect(instances.map(({name, periodUs}) => [name, periodUs])).toEqual([
      ['a', 1e6],
      ['a-2', 2e6],
      ['b', 3e6],
    ]);
  });

  it.each([
    ['a', 'period: got nothing, allowed is a duration such as 80ms, 0.5s or 300us, positive'],
    ['a:period=0ms', 'period: got "0ms", allowed is a duration such as 80ms, 0.5s or 300us, positive'],
    ['a:period', "'period' is not of the form key=value"],
    ['a:period=3ms,batch=many', 'batch: got "many", allowed is a number'],
    ['a:period=3ms,batch=', 'batch: got "", allowed is a number'],
    ['a:period=3ms,criticality=-1', 'criticality: got -1, allowed is more than 0'],
    ['a:period=3ms,min-accuracy=98', 'min-accuracy: got 98, allowed is at most 1'],
    [
      'a:perod=3ms',
      'perod: unknown key, allowed are name, model, batch, engine, period, deadline, offset, on-miss, criticality, min-accuracy, input',
    ],
    [':period=3ms', 'model: got "", allowed is a text that is not empty'],
  ])('%s is refused', (flag, complaint) => {
    const parsing = (): unknown => parseNetworkFlags([flag], '.');
    expect(parsing).toThrow(UsageError);
    expect(parsing).toThrow(expect.objectContaining({message: `--network ${flag}: ${complaint}`}));
  });
});
