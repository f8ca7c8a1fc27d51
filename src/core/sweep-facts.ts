import {networkKey, type Network} from './network/network.js';
import type {SweepIdentity} from './profile.js';

/** One thing in which two sweeps can differ: what it is called, and what it is. */
export type SweepFact = readonly [name: string, value: string];

/** Everything that makes a sweep this one and no other, in a fixed order. Equal lists mean the same sweep. */
export function sweepFacts(identity: SweepIdentity, networks: readonly Network[]): readonly SweepFact[] {
  return [
    ['origin', identity.origin],
    ['board', identity.board],
    ['configurations', `${identity.configurationCount}`],
    ['seed', `${identity.seed}`],
    ['world seed', identity.worldSeed === undefined ? 'none' : `${identity.worldSeed}`],
    ['strategy', identity.strategy],
    ['granularity', identity.granularity ?? 'not tried'],
    ['networks', networks.map(networkKey).join(', ')],
    ...networks.flatMap(networkFacts),
  ];
}

/** The first fact of `asked` that `stored` has otherwise; undefined when the sweeps are the same. */
export function firstDifference(
  stored: readonly SweepFact[],
  asked: readonly SweepFact[],
): {readonly name: string; readonly stored: string; readonly asked: string} | undefined {
  const [storedValues, askedValues] = [new Map(stored), new Map(asked)];
  const names = [...askedValues.keys(), ...storedValues.keys()];
  const different = names.find((name) => storedValues.get(name) !== askedValues.get(name));
  if (different === undefined) return undefined;
  return {
    name: different,
    stored: storedValues.get(different) ?? 'none',
    asked: askedValues.get(different) ?? 'none',
  };
}

function networkFacts(network: Network): readonly SweepFact[] {
  const key = networkKey(network);
  return [
    [`${key} content`, network.contentHash],
    ...dimensionFacts(key, network),
    [`${key} layer count`, `${network.layers.length}`],
    ...network.layers.map(({ordinal, name, operators, variants}): SweepFact => [
      `${key} layer ${ordinal}`,
      [
        `${name} = ${operators.join(' ')}`,
        ...variants.map(
          ({scheme, rankFraction, ranks, cost}) =>
            `${scheme} ${rankFraction} [${ranks.join(' ')}] ${cost.flops} FLOP ${cost.bytes} B ${cost.operatorCount}`,
        ),
      ].join('; '),
    ]),
  ];
}

/** None where there are no such sizes, so that profiles from before there were any are still found by their facts. */
function dimensionFacts(key: string, {dimensions}: Network): readonly SweepFact[] {
  if (dimensions === undefined) return [];
  const sizes = Object.entries(dimensions).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return [[`${key} dimensions`, sizes.map(([name, size]) => `${name}=${size}`).join(', ')]];
}
