import {describe, expect, it} from 'vitest';
import {realiseWork} from '../../../../src/simulation/oracles/realised-work.js';
import {
  timeWindows,
  wholeRun,
  workStretches,
  type FinishTimes,
} from '../../../../src/simulation/oracles/work-stretches.js';
import {instance} from '../../../support/instances.js';
import {sampleNetwork} from '../../../support/sample-sweep.js';

const networks = [sampleNetwork('a', 2)];

function stretchesOf(instances: Parameters<typeof realiseWork>[1], jobs: number, finishes: FinishTimes = []) {
  const stretches = workStretches(realiseWork(networks, instances, jobs, 1), finishes);
  return stretches.map(({lengthUs, first, end}) => ({lengthUs, first: [...first], end: [...end]}));
}

describe('stretches of work', () => {
  it('are the periods, where deadlines end with them', () => {
    expect(stretchesOf([instance(0, 100), instance(0, 100)], 4)).toEqual([
      {lengthUs: 100, first: [0, 0], end: [1, 1]},
      {lengthUs: 100, first: [1, 1], end: [2, 2]},
    ]);
  });

  it('leave out the time between a deadline and the next release', () => {
    expect(stretchesOf([instance(0, 100, 60)], 2).map(({lengthUs}) => lengthUs)).toEqual([60, 60]);
  });

  it('hold all jobs whose times overlap', () => {
    const [only, ...others] = stretchesOf([instance(0, 100), instance(0, 100, 100, 50)], 6);
    expect(others).toEqual([]);
    expect(only).toEqual({lengthUs: 350, first: [0, 0], end: [3, 3]});
  });

  it('last until a late job is done', () => {
    const late = [Float64Array.of(80, 210)];
    expect(stretchesOf([instance(0, 100, 60)], 2, late).map(({lengthUs}) => lengthUs)).toEqual([80, 110]);
    const lateForTheNext = [Float64Array.of(130, 150)];
    expect(stretchesOf([instance(0, 100, 60)], 2, lateForTheNext)).toEqual([{lengthUs: 160, first: [0], end: [2]}]);
  });

  it('are one for a whole run', () => {
    const work = realiseWork(networks, [instance(0, 100), instance(0, 50)], 6, 1);
    expect(wholeRun(work, 700)).toEqual([
      {
        startUs: 0,
        lengthUs: 700,
        first: Int32Array.of(0, 0),
        end: Int32Array.from(work.instances, ({jobCount}) => jobCount),
      },
    ]);
  });
});

describe('windows of time', () => {
  const work = realiseWork(networks, [instance(0, 100), instance(0, 150, 90, 20)], 7, 1);
  const windowsOf = (finishes: FinishTimes) =>
    timeWindows(work, finishes, 200, 500).map(({startUs, lengthUs, first, end}) => ({
      startUs,
      lengthUs,
      jobs: [...first].map((from, i) => [from, end[i]]),
    }));

  it('hold the jobs that begin and end within them', () => {
    expect(windowsOf([])).toEqual([
      // The second instance's jobs take 20-110, 170-260 and 320-410.
      {
        startUs: 0,
        lengthUs: 200,
        jobs: [
          [0, 2],
          [0, 1],
        ],
      },
      {
        startUs: 200,
        lengthUs: 200,
        jobs: [
          [2, 4],
          [2, 2],
        ],
      },
      {
        startUs: 400,
        lengthUs: 100,
        jobs: [
          [4, 4],
          [3, 3],
        ],
      },
    ]);
  });

  it('leave out what was done later', () => {
    const [first] = windowsOf([Float64Array.of(90, 230), new Float64Array()]);
    expect(first?.jobs).toEqual([
      [0, 1],
      [0, 1],
    ]);
  });
});
