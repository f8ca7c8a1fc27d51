import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {ASSUMED_TRANSITION_TIMES_US} from '../../../src/core/board/transition.js';
import {SharingMachine} from '../../../src/simulation/sharing-machine.js';
import {SimulatedMachine} from '../../../src/simulation/simulated-machine.js';
import {TX2_COEFFICIENTS} from '../../../src/simulation/world/tx2.js';
import {World} from '../../../src/simulation/world/world.js';
import {sampleNetwork} from '../../support/sample-sweep.js';
import {smallTx2} from '../../support/small-tx2.js';

const LAYERS = 6;
/** Rounding of a sum of some dozens of times. */
const ROUNDING = 1 + 1e-9;

const board = smallTx2();
const networks = [sampleNetwork('a', LAYERS)];

/** A layer that is started so long after the one before it, whatever runs then. */
const arrivals = fc.array(
  fc.record({layer: fc.integer({min: 0, max: LAYERS - 1}), gapUs: fc.double({min: 0, max: 4000, noNaN: true})}),
  {minLength: 1, maxLength: 24},
);

const cases = fc.record({
  arrivals,
  worldSeed: fc.integer({min: 0, max: 1000}),
  seed: fc.integer({min: 0, max: 1000}),
  configuration: fc.integer({min: 0, max: board.space.size - 1}),
});

describe('layers that share a board', () => {
  it('never get more done together than one after the other, whenever each of them starts', () => {
    fc.assert(
      fc.property(cases, (given) => {
        const options = {
          world: new World(board, TX2_COEFFICIENTS, given.worldSeed),
          networks,
          transitionTimesUs: ASSUMED_TRANSITION_TIMES_US,
          seed: given.seed,
        };
        let busyUs = 0;
        let drawnUj = 0;
        const onStretch = (durationUs: number, powerMw: number) => {
          if (machine.load > 0) busyUs += durationUs;
          drawnUj += (durationUs * powerMw) / 1000;
        };
        const machine = new SharingMachine({...options, onStretch});
        const alone = new SimulatedMachine(options);
        for (const each of [machine, alone]) {
          each.setConfiguration(given.configuration);
          each.start();
        }
        drawnUj = 0;

        let [ended, doneUs] = [0, 0];
        const passTo = (untilUs: number) => {
          for (let next = machine.advance(untilUs); next !== undefined; next = machine.advance(untilUs)) {
            ended += 1;
            doneUs += alone.runLayer(next.execution);
            expect(doneUs).toBeLessThanOrEqual(busyUs * ROUNDING);
          }
        };
        for (const [instance, {layer, gapUs}] of given.arrivals.entries()) {
          passTo(machine.nowUs() + gapUs);
          machine.beginLayer({instance, job: 0, network: 0, layer, variant: 0});
        }
        passTo(Infinity);

        expect(ended).toBe(given.arrivals.length);
        expect(Math.abs(drawnUj / machine.energyUj() - 1)).toBeLessThan(1e-9);
      }),
    );
  });
});
