import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import type {InstanceSpec} from '../../../src/core/schedule/instance.js';
import type {AnswerEngine, JobAnswers} from '../../../src/core/schedule/machine.js';
import type {BoundaryRecord, CohortRun, JobRecord} from '../../../src/core/schedule/records.js';
import {runCohort} from '../../../src/services/run-cohort.js';
import type {RunCohortInputs} from '../../../src/services/run-cohort-inputs.js';
import {handClock} from '../../support/hand-clock.js';
import {ScriptedMachine, type MachineScript} from '../../support/scripted-machine.js';
import {ScriptedPolicy, type PolicyScript} from '../../support/scripted-policy.js';
import {instanceSpec, networkReference} from '../../support/small-tables.js';

interface Setup extends Partial<RunCohortInputs> {
  readonly specs: readonly Partial<InstanceSpec>[];
  /** One number for all layers, or a function. */
  readonly layerUs?: number | MachineScript['layerUs'];
  readonly switchUs?: number;
  readonly script?: PolicyScript;
  /** Layers of every network. */
  readonly layers?: number;
}

interface Played {
  readonly run: CohortRun;
  readonly told: readonly string[];
  readonly boundaries: readonly BoundaryRecord[];
  readonly finished: readonly JobRecord[];
  readonly policy: ScriptedPolicy;
}

/** Runs a cohort on a scripted machine. */
async function play({specs, layerUs = 10, switchUs = 0, script, layers = 2, ...inputs}: Setup): Promise<Played> {
  const machine = new ScriptedMachine({
    layerUs: typeof layerUs === 'number' ? () => layerUs : layerUs,
    switchUs,
  });
  const policy = new ScriptedPolicy(script);
  const boundaries: BoundaryRecord[] = [];
  const finished: JobRecord[] = [];
  const costs = {latencyUs: Array.from({length: layers}, () => [10]), energyUj: []};
  const run = await runCohort({
    instances: specs.map(instanceSpec),
    networks: [networkReference('net', costs)],
    policy,
    machine,
    jobs: 1,
    execute: 0,
    clock: handClock(0),
    signal: new AbortController().signal,
    observer: {
      onBoundary: (boundary) => boundaries.push(boundary),
      onJob: (job) => finished.push(job),
    },
    ...inputs,
  });
  return {run, told: machine.told, boundaries, finished, policy};
}

/** Answers that remember which jobs were computed. */
class CountingAnswers implements AnswerEngine {
  readonly begun: string[] = [];
  layers = 0;

  begin(instance: number, job: number): Promise<void> {
    this.begun.push(`${instance}/${job}`);
    return Promise.resolve();
  }

  runLayer(): Promise<void> {
    this.layers += 1;
    return Promise.resolve();
  }

  finish(): Promise<JobAnswers> {
    return Promise.resolve({images: 32, correct: 30, correctOriginal: 31});
  }

  release(): Promise<void> {
    return Promise.resolve();
  }
}

describe('the order of layers', () => {
  it('is by earliest deadline, decided anew at every boundary', async () => {
    const {told} = await play({
      // The second is released while the first runs its first layer, and is due earlier.
      specs: [{periodUs: 1000}, {periodUs: 1000, relativeDeadlineUs: 100, offsetUs: 5}],
      jobs: 2,
    });
    expect(told).toEqual([
      'set 0',
      'start',
      'run 0/0 layer 0',
      'run 1/0 layer 0',
      'run 1/0 layer 1',
      'run 0/0 layer 1',
    ]);
  });

  it('knows all jobs that are released together, even if one of them is a rounding later', async () => {
    // 0.1 + 0.2 is a little more than 0.3.
    const {told} = await play({
      specs: [
        {periodUs: 1000, offsetUs: 0.3},
        {periodUs: 1000, relativeDeadlineUs: 100, offsetUs: 0.1 + 0.2},
      ],
      jobs: 2,
    });
    expect(told[3]).toBe('run 1/0 layer 0');
  });

  it('ends when all jobs that were asked for are done', async () => {
    const {run} = await play({specs: [{periodUs: 100}, {periodUs: 150}], jobs: 7});
    expect(run.jobs).toHaveLength(7);
    expect(run.jobs.map(({instance, ordinal}) => `${instance}/${ordinal}`)).toEqual([
      '0/0',
      '1/0',
      '0/1',
      '1/1',
      '0/2',
      '0/3',
      '1/2',
    ]);
  });

  it('tells what was decided at every boundary, and where the job stood', async () => {
    const {boundaries} = await play({specs: [{periodUs: 100}], script: {configuration: (_, layer) => 3 + layer}});
    expect(boundaries).toEqual([
      {timeUs: 0, instance: 0, job: 0, layer: 0, lagUs: 0, configuration: 3, variant: 0, shortfallUs: 0},
      {timeUs: 10, instance: 0, job: 0, layer: 1, lagUs: 40, configuration: 4, variant: 1, shortfallUs: 0},
    ]);
  });

  it('shows the policy what every layer took', async () => {
    const {policy} = await play({specs: [{}], layerUs: ({layer}) => 10 + layer});
    expect(policy.seen).toEqual([10, 11]);
  });
});

describe('the records', () => {
  it('say when a job began and ended, with what, and at what loss', async () => {
    const {run, finished} = await play({specs: [{periodUs: 100, offsetUs: 30}]});
    expect(run.jobs).toEqual([
      {
        instance: 0,
        ordinal: 0,
        releaseUs: 30,
        deadlineUs: 130,
        startUs: 30,
        finishUs: 50,
        missed: false,
        aborted: false,
        predictedLoss: 0.02,
        variants: [0, 1],
      },
    ]);
    expect(finished).toEqual(run.jobs);
  });

  it('count changes of configuration that are changes', async () => {
    const configuration = (_: number, layer: number) => [0, 5, 5][layer] ?? NaN;
    const {run, told} = await play({specs: [{}], layers: 3, script: {configuration}, switchUs: 4});
    expect(told).toEqual(['set 0', 'start', 'run 0/0 layer 0', 'set 5', 'run 0/0 layer 1', 'run 0/0 layer 2']);
    expect(run).toMatchObject({transitions: 1, configurationsUsed: 2, durationUs: 34});
  });

  it('keep the largest shortfall that a decision had to accept', async () => {
    const {run} = await play({specs: [{}], script: {shortfallUs: (_, layer) => 70 - 50 * layer}});
    expect(run.shortfallUs).toBe(70);
    expect(run.decisionsUs).toHaveLength(2);
  });
});

describe('a missed deadline', () => {
  // The first job takes 120 µs of a deadline of 100; the others take 20.
  const layerUs: MachineScript['layerUs'] = ({job}) => (job === 0 ? 60 : 10);
  const outcome = ({jobs}: CohortRun): string[] =>
    jobs.map(({ordinal, missed, aborted}) => `${ordinal}${missed ? ' missed' : ''}${aborted ? ' aborted' : ''}`);

  it('with finish is recorded, and the job runs to its end', async () => {
    const {run} = await play({specs: [{periodUs: 100, onMiss: 'finish'}], layerUs, jobs: 3});
    expect(outcome(run)).toEqual(['0 missed', '1', '2']);
    expect(run.skipped).toBe(0);
  });

  it('with skip-next leaves the next release out', async () => {
    const {run} = await play({specs: [{periodUs: 100, relativeDeadlineUs: 95, onMiss: 'skip-next'}], layerUs, jobs: 4});
    expect(outcome(run)).toEqual(['0 missed', '2', '3']);
    expect(run.skipped).toBe(1);
  });

  it('with abort stops the job at the next boundary', async () => {
    const spec = {periodUs: 200, relativeDeadlineUs: 50, onMiss: 'abort' as const};
    const {run, told} = await play({specs: [spec], layerUs, jobs: 2});
    expect(outcome(run)).toEqual(['0 missed aborted', '1']);
    expect(run.jobs[0]).toMatchObject({startUs: 0, finishUs: 60, variants: [0]});
    expect(told).not.toContain('run 0/0 layer 1');
  });

  it('with abort stops a job that has not begun, too', async () => {
    const late = {periodUs: 1000, relativeDeadlineUs: 40, offsetUs: 10, onMiss: 'abort' as const};
    const {run} = await play({specs: [{periodUs: 1000, relativeDeadlineUs: 30}, late], layerUs: 60, jobs: 2});
    expect(run.jobs.find(({instance}) => instance === 1)).toMatchObject({
      missed: true,
      aborted: true,
      startUs: 120,
      finishUs: 120,
      variants: [],
    });
  });

  it('is none when the job ends on the dot', async () => {
    const {run} = await play({specs: [{periodUs: 20}]});
    expect(outcome(run)).toEqual(['0']);
  });
});

describe('a gap', () => {
  it('is spent as the policy plans', async () => {
    const idle = {configuration: 7, wakeConfiguration: 2, leadUs: 8};
    const {told} = await play({specs: [{periodUs: 100}], jobs: 2, layers: 1, switchUs: 3, script: {idle}});
    expect(told).toEqual([
      'set 0',
      'start',
      'run 0/0 layer 0',
      'set 7',
      'idle 92',
      'set 2',
      'idle 100',
      'set 0',
      'run 0/1 layer 0',
    ]);
  });

  it('is spent where the board is when there is nothing to change', async () => {
    const {told} = await play({specs: [{periodUs: 100, offsetUs: 40}], layers: 1});
    expect(told).toEqual(['set 0', 'start', 'idle 40', 'run 0/0 layer 0']);
  });
});

describe('answers', () => {
  it('are computed for exactly as many jobs as asked, evenly spread', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({min: 1, max: 60}), fc.nat({max: 60}), async (jobs, wanted) => {
        const execute = Math.min(jobs, wanted);
        const answers = new CountingAnswers();
        const {run} = await play({specs: [{periodUs: 100}], jobs, execute, answers});
        expect(answers.begun).toHaveLength(execute);
        expect(answers.layers).toBe(2 * execute);
        const computed = run.jobs.flatMap((job) => (job.answers === undefined ? [] : [job.ordinal]));
        expect(computed).toHaveLength(execute);
        const gaps = computed.map((ordinal, n) => ordinal - (computed[n - 1] ?? -1));
        for (const gap of gaps) expect(gap).toBeLessThanOrEqual(Math.ceil(jobs / execute));
      }),
      {numRuns: 50},
    );
  });

  it('go into the record of their job', async () => {
    const {run} = await play({specs: [{}], execute: 1, answers: new CountingAnswers()});
    expect(run.jobs[0]?.answers).toEqual({images: 32, correct: 30, correctOriginal: 31});
  });

  it('of a job that was stopped are not asked for', async () => {
    const spec = {periodUs: 200, relativeDeadlineUs: 15, onMiss: 'abort' as const};
    const {run} = await play({specs: [spec], layerUs: 20, execute: 1, answers: new CountingAnswers()});
    expect(run.jobs[0]).toMatchObject({aborted: true});
    expect(run.jobs[0]).not.toHaveProperty('answers');
  });
});

describe('a signal', () => {
  it('stops a run at a layer boundary, with what was done until then', async () => {
    const controller = new AbortController();
    const layerUs: MachineScript['layerUs'] = ({job, layer}) => {
      if (job === 2 && layer === 0) controller.abort();
      return 10;
    };
    const {run, told} = await play({specs: [{periodUs: 100}], jobs: 9, layerUs, signal: controller.signal});
    expect(run.interrupted).toBe(true);
    expect(run.jobs.map(({ordinal}) => ordinal)).toEqual([0, 1]);
    expect(told.at(-1)).toBe('run 0/2 layer 0');
  });

  it('is let in from time to time, although virtual time never waits', async () => {
    const controller = new AbortController();
    const clock = handClock(20, (breath) => {
      if (breath === 3) controller.abort();
    });
    const {run} = await play({specs: [{periodUs: 100}], jobs: 500, clock, signal: controller.signal});
    expect(run.interrupted).toBe(true);
    expect(run.jobs.length).toBeLessThan(20);
  });
});
