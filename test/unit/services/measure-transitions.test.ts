import {expect, it} from 'vitest';
import {CATALOGUE} from '../../../src/boards/catalogue.js';
import {ConfigurationSpace} from '../../../src/core/board/space.js';
import {transitionTimeUs, type TransitionTimes} from '../../../src/core/board/transition.js';
import {assumedTransitions, measureTransitions} from '../../../src/services/measure-transitions.js';
import {NotingActuator, ScriptedClock} from '../../support/scripted-board.js';

const COSTS: TransitionTimes = {'cpu-clock': 420, 'cores-online': 61_000, 'gpu-clock': 350, 'emc-clock': 900};

it.each(CATALOGUE.map((board) => [board.name, board] as const))('times every knob of a %s by itself', (_, {space}) => {
  const clock = new ScriptedClock();
  const actuator = new NotingActuator(clock, (before, after) =>
    before === undefined ? 5e5 : transitionTimeUs(before, after, COSTS),
  );
  const transitions = measureTransitions(actuator, space, clock.nowUs);
  for (const [knob, timeUs] of Object.entries(COSTS)) {
    const measured = transitions.filter((transition) => transition.knob === knob);
    const fixed = knob === 'emc-clock' && space.dimensions[0]?.levels.length === 1;
    expect(measured.map((transition) => transition.timeUs)).toEqual(fixed ? [0] : [timeUs, timeUs]);
    if (!fixed) expect(measured[0]?.from).toBeLessThan(measured[0]?.to ?? 0);
    expect(measured.every(({source}) => source === 'measured')).toBe(true);
  }
  expect(actuator.applied.at(-1)).toEqual(space.at(space.reference));
});

it('knows that a knob which a machine does not have costs nothing', () => {
  const clock = new ScriptedClock();
  const transitions = measureTransitions(new NotingActuator(clock), new ConfigurationSpace([]), clock.nowUs);
  expect(transitions.map(({knob, timeUs}) => [knob, timeUs])).toEqual(Object.keys(COSTS).map((knob) => [knob, 0]));
});

it('assumes what was not measured, and says so', () => {
  expect(assumedTransitions().map(({knob, source}) => [knob, source])).toEqual(
    Object.keys(COSTS).map((knob) => [knob, 'assumed']),
  );
});
