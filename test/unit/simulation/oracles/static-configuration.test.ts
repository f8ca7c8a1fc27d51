import {describe, expect, it} from 'vitest';
import {ASSUMED_TRANSITION_TIMES_US} from '../../../../src/core/board/transition.js';
import {OracleStaticPolicy} from '../../../../src/core/schedule/policies/oracle-static.js';
import {realiseWork} from '../../../../src/simulation/oracles/realised-work.js';
import {bestStaticConfiguration} from '../../../../src/simulation/oracles/static-configuration.js';
import {TX2_COEFFICIENTS} from '../../../../src/simulation/world/tx2.js';
import {World} from '../../../../src/simulation/world/world.js';
import {instance, networkTimeUs} from '../../../support/instances.js';
import {runPolicy} from '../../../support/run-policy.js';
import {sampleNetwork} from '../../../support/sample-sweep.js';
import {smallTx2} from '../../../support/small-tx2.js';

const world = new World(smallTx2(), TX2_COEFFICIENTS, 8);
const networks = [sampleNetwork('a', 3), sampleNetwork('b', 2)];
const {size, reference} = world.board.space;
const workUs = networks.reduce((total, network) => total + networkTimeUs(world, network, reference), 0);

describe('bestStaticConfiguration', () => {
  it('is the one that trying all of them finds', async () => {
    const instances = [instance(0, 2 * workUs), instance(1, 3 * workUs, 2 * workUs, workUs / 2)];
    const run = {world, networks, instances, transitionTimesUs: ASSUMED_TRANSITION_TIMES_US, jobs: 40, seed: 2};
    let least = {configuration: -1, energyUj: Infinity};
    for (let configuration = 0; configuration < size; configuration += 1) {
      const {jobs, energyUj} = await runPolicy({...run, policy: new OracleStaticPolicy(configuration)});
      if (jobs.every(({missed}) => !missed) && energyUj < least.energyUj) least = {configuration, energyUj};
    }
    expect(bestStaticConfiguration(world, realiseWork(networks, instances, 40, 2), 0)).toBe(least.configuration);
  });

  it('is the reference where nothing meets the deadlines', () => {
    const hopeless = [instance(0, workUs / 20)];
    expect(bestStaticConfiguration(world, realiseWork(networks, hopeless, 40, 2), 0)).toBe(reference);
  });
});
