import {UsageError} from '../core/errors.js';
import {usefulRank} from '../core/network/rank.js';
import type {DecomposableOperator} from './decomposable.js';

/** Ranks that were asked for by number. */
export interface ExactRanks {
  /** Rank of every operator that can have it; the others stay as they are. */
  readonly everywhere?: number;
  /** Rank of single operators, by the name of the operator or of its weights. */
  readonly byName: ReadonlyMap<string, number>;
}

/** One way to choose a rank for every operator of a network. */
export interface Rung {
  /** Share of the break-even rank; absent where ranks were asked for by number. */
  readonly fraction?: number;
  /** Rank for an operator, or undefined when it should stay as it is. */
  readonly rankOf: (operator: DecomposableOperator) => number | undefined;
}

/** A rung for every share of the break-even rank. */
export function fractionRungs(fractions: readonly number[], multiple: number): readonly Rung[] {
  return fractions.map((fraction) => ({
    fraction,
    rankOf: ({breakEven}) => usefulRank(breakEven, fraction, multiple),
  }));
}

/** The only rung where ranks are given. **Errors:** UsageError from `rankOf` for a rank that an operator cannot have. */
export function exactRung({everywhere, byName}: ExactRanks): Rung {
  return {
    rankOf: (operator) => {
      const highest = highestRank(operator);
      const named = namesOf(operator).flatMap((name) => byName.get(name) ?? [])[0];
      if (named !== undefined && named > highest) {
        throw new UsageError(`--rank ${operator.node.name}=${named}: allowed is a rank from 1 to ${highest}`);
      }
      if (named !== undefined) return named;
      return everywhere !== undefined && everywhere <= highest ? everywhere : undefined;
    },
  };
}

/** Throws UsageError when a rank is given for an operator that is not there. */
export function assertKnownNames({byName}: ExactRanks, operators: readonly DecomposableOperator[]): void {
  const known = new Set(operators.flatMap(namesOf));
  const unknown = [...byName.keys()].find((name) => !known.has(name));
  if (unknown === undefined) return;
  const names = operators.map(({node}) => node.name).join(', ');
  throw new UsageError(`--rank ${unknown}: no operator of that name can be decomposed; there are ${names}`);
}

function highestRank({rows, columns}: DecomposableOperator): number {
  return Math.min(rows, columns);
}

/** What a user may call an operator: its own name, or that of its weights, with or without the ending exporters give. */
function namesOf({node, weightName}: DecomposableOperator): readonly string[] {
  return [node.name, weightName, weightName.replace(/\.weight$/, '')];
}
