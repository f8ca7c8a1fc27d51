import {describe, expect, it} from 'vitest';
import {ASSUMED_TRANSITION_TIMES_US} from '../../../src/core/board/transition.js';
import {MaxNPolicy} from '../../../src/core/schedule/policies/max-n.js';
import {TX2_COEFFICIENTS} from '../../../src/simulation/world/tx2.js';
import {World} from '../../../src/simulation/world/world.js';
import {instance, networkTimeUs} from '../../support/instances.js';
import {runPolicy} from '../../support/run-policy.js';
import {sampleNetwork} from '../../support/sample-sweep.js';
import {smallTx2} from '../../support/small-tx2.js';

const world = new World(smallTx2(), TX2_COEFFICIENTS, 4);
const networks = [sampleNetwork('a', 4)];
const {reference} = world.board.space;
const timeUs = networkTimeUs(world, networks[0] ?? sampleNetwork('none', 0), reference);

describe('SimulatedMachine', () => {
  it('conserves energy: the sum of power × time over its stretches', async () => {
    let energyNj = 0;
    let durationUs = 0;
    // Resting lowest makes every gap a change of configuration there and back.
    const policy = new MaxNPolicy(reference);
    policy.idle = () => ({configuration: 0, wakeUs: 0, wakeConfiguration: reference});
    let started = false;
    const run = await runPolicy({
      world,
      networks,
      instances: [instance(0, 3 * timeUs)],
      policy,
      transitionTimesUs: ASSUMED_TRANSITION_TIMES_US,
      jobs: 50,
      seed: 6,
      onStretch: (us, mw) => {
        // The change into the first configuration comes before the clock starts; here it takes no time.
        started ||= us > 0;
        durationUs += us;
        energyNj += us * mw;
      },
    });
    expect(started).toBe(true);
    expect(Math.abs(energyNj / 1000 / run.energyUj - 1)).toBeLessThan(1e-9);
    expect(Math.abs(durationUs / run.durationUs - 1)).toBeLessThan(1e-9);
  });

  it('meets every policy with the same noise', async () => {
    const run = {
      world,
      networks,
      instances: [instance(0, 3 * timeUs)],
      transitionTimesUs: ASSUMED_TRANSITION_TIMES_US,
      jobs: 20,
      seed: 6,
    };
    const [top, low] = await Promise.all(
      [reference, reference - 2].map((configuration) => runPolicy({...run, policy: new MaxNPolicy(configuration)})),
    );
    const ratios = top?.jobs.map(({finishUs, releaseUs}, job) => {
      const other = low?.jobs[job];
      return (finishUs - releaseUs) / ((other?.finishUs ?? NaN) - (other?.releaseUs ?? NaN));
    });
    for (const ratio of ratios ?? []) expect(ratio).toBeCloseTo(ratios?.[0] ?? NaN, 1);
  });
});
