import fc from 'fast-check';
import {CohortState} from '../../src/core/schedule/cohort-state.js';
import type {InstanceSpec} from '../../src/core/schedule/instance.js';
import type {NetworkReference} from '../../src/core/tables/tables.js';
import {instanceSpec} from './small-tables.js';

/** A cohort in the middle of its work, and the time it is there. */
export interface CohortMoment {
  readonly state: CohortState;
  readonly nowUs: number;
}

/** What happens next: time passes, and then perhaps a layer of the most urgent job ends. */
interface Step {
  readonly passesUs: number;
  readonly finishes: boolean;
}

const step: fc.Arbitrary<Step> = fc.record({passesUs: fc.nat({max: 900}), finishes: fc.boolean()});

/** Instances of random periods, deadlines (shorter, equal and longer) and offsets. */
export function randomSpecs(networks: number): fc.Arbitrary<readonly InstanceSpec[]> {
  const spec = fc
    .record({
      network: fc.nat({max: networks - 1}),
      periodUs: fc.integer({min: 200, max: 2000}),
      relativeDeadlineUs: fc.integer({min: 150, max: 4000}),
      offsetUs: fc.nat({max: 500}),
    })
    .map((changes) => instanceSpec(changes));
  return fc.array(spec, {minLength: 1, maxLength: 4});
}

/** Cohorts in the middle of their work; releases are never late, layers end when the steps say so. */
export function randomMoment(networks: readonly NetworkReference[]): fc.Arbitrary<CohortMoment> {
  return fc.tuple(randomSpecs(networks.length), fc.array(step, {maxLength: 40})).map(([specs, steps]) => {
    const state = new CohortState(specs, networks);
    return {state, nowUs: play(state, steps)};
  });
}

function play(state: CohortState, steps: readonly Step[]): number {
  let nowUs = 0;
  for (const {passesUs, finishes} of steps) {
    nowUs += passesUs;
    releaseAll(state, nowUs);
    const running = state.instances[state.earliestDeadline()];
    if (finishes && running !== undefined && running.finishLayer(nowUs)) running.endJob();
  }
  releaseAll(state, nowUs);
  return nowUs;
}

function releaseAll({instances}: CohortState, nowUs: number): void {
  for (const instance of instances) while (instance.nextReleaseUs <= nowUs) instance.release();
}
