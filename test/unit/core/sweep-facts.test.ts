import {describe, expect, it} from 'vitest';
import {firstDifference, sweepFacts} from '../../../src/core/sweep-facts.js';
import {sampleHeader, sampleNetwork} from '../../support/sample-sweep.js';

const network = sampleNetwork('alexnet', 2, 1);
const {identity} = sampleHeader(20, [network]);
const facts = sweepFacts(identity, [network]);

describe('what makes a sweep this one', () => {
  it('is the same for the same sweep', () => {
    expect(firstDifference(facts, sweepFacts({...identity}, [sampleNetwork('alexnet', 2, 1)]))).toBeUndefined();
  });

  it.each([
    ['board', {...identity, board: 'sim:agx-xavier'}, 'sim:tx2', 'sim:agx-xavier'],
    ['seed', {...identity, seed: 2}, '1', '2'],
    ['world seed', {...identity, worldSeed: 8}, '7', '8'],
    ['strategy', {...identity, strategy: 'adaptive'}, 'full', 'adaptive'],
    ['granularity', {...identity, granularity: 'whole networks'}, 'not tried', 'whole networks'],
  ] as const)('is another one with another %s', (name, other, stored, asked) => {
    expect(firstDifference(facts, sweepFacts(other, [network]))).toEqual({name, stored, asked});
  });

  it('is another one without a world', () => {
    const onBoard = {origin: 'simulated', board: 'sim:tx2', configurationCount: 20, seed: 1, strategy: 'full'} as const;
    expect(firstDifference(facts, sweepFacts(onBoard, [network]))).toEqual({
      name: 'world seed',
      stored: '7',
      asked: 'none',
    });
  });

  it.each([
    ['networks', {...network, batch: 1}],
    ['alexnet:batch=32:gpu content', {...network, contentHash: 'f'.repeat(64)}],
    ['alexnet:batch=32:gpu layer count', sampleNetwork('alexnet', 3, 1)],
    ['alexnet:batch=32:gpu layer 0', sampleNetwork('alexnet', 2, 2)],
    ['alexnet:batch=32:gpu dimensions', {...network, dimensions: {sequence: 8}}],
  ])('names what differs in a network: %s', (name, other) => {
    expect(firstDifference(facts, sweepFacts(identity, [other]))?.name).toBe(name);
  });

  it('is another one without a size that was given, whatever the order of sizes', () => {
    const sized = sweepFacts(identity, [{...network, dimensions: {b: 2, a: 1}}]);
    expect(firstDifference(sized, sweepFacts(identity, [{...network, dimensions: {a: 1, b: 2}}]))).toBeUndefined();
    expect(firstDifference(sized, facts)).toEqual({
      name: 'alexnet:batch=32:gpu dimensions',
      stored: 'a=1, b=2',
      asked: 'none',
    });
  });

  it('is the same one whatever a trial found beside its layers', () => {
    expect(sweepFacts(identity, [{...network, trial: {cost: 1.02}}])).toEqual(facts);
  });
});
