import {seededTensor} from '../seeded-tensor.js';
import type {Matrix} from './matrix.js';
import type {Tridiagonal} from './tridiagonal.js';
import {dot} from './vectors.js';

const STEPS = 2;
/** Shifts differ by this much at least. */
const SPACING = 10 * Number.EPSILON;
const SEED = 1;

/**
 * Eigenvectors of a symmetric tridiagonal matrix whose own are of about 1, by inverse iteration.
 *
 * Each is found by itself, so that those of eigenvalues close to each other are independent, but not yet orthogonal. Each
 * begins with values of its own, and shifts are kept apart: otherwise equal eigenvalues would give one vector twice.
 *
 * @param eigenvalues - the wanted ones, largest first.
 * **Shape:** `[eigenvalues, n]`, rows of length 1.
 * **Source:** Jessup and Ipsen 1992, "Improving the accuracy of inverse iteration".
 */
export function tridiagonalEigenvectors(tridiagonal: Tridiagonal, eigenvalues: Float64Array): Matrix {
  const size = tridiagonal.diagonal.length;
  const {data: start} = seededTensor([eigenvalues.length, size], SEED);
  const data = Float64Array.from(start);
  const system = new ShiftedSystem(tridiagonal);
  let shift = Infinity;
  for (const [index, eigenvalue] of eigenvalues.entries()) {
    shift = Math.min(eigenvalue, shift - SPACING);
    system.factor(shift);
    const vector = data.subarray(index * size, (index + 1) * size);
    for (let step = 0; step < STEPS; step += 1) {
      system.solve(vector);
      normalize(vector);
    }
  }
  return {rows: eigenvalues.length, columns: size, data};
}

function normalize(vector: Float64Array): void {
  const factor = 1 / Math.sqrt(dot(vector, vector, 0, vector.length));
  for (let index = 0; index < vector.length; index += 1) vector[index] = (vector[index] ?? 0) * factor;
}

/** T − shift·I = P·L·U with rows exchanged where the one below is the larger. */
class ShiftedSystem {
  readonly #tridiagonal: Tridiagonal;
  /** U, by its three diagonals. */
  readonly #pivots: Float64Array;
  readonly #beside: Float64Array;
  readonly #second: Float64Array;
  /** L below its diagonal. */
  readonly #multipliers: Float64Array;
  readonly #exchanged: Uint8Array;

  constructor(tridiagonal: Tridiagonal) {
    const size = tridiagonal.diagonal.length;
    this.#tridiagonal = tridiagonal;
    this.#pivots = new Float64Array(size);
    this.#beside = new Float64Array(size);
    this.#second = new Float64Array(size);
    this.#multipliers = new Float64Array(size);
    this.#exchanged = new Uint8Array(size);
  }

  factor(shift: number): void {
    const {diagonal, offDiagonal} = this.#tridiagonal;
    const last = diagonal.length - 1;
    let [pivot, beside] = [(diagonal[0] ?? 0) - shift, offDiagonal[0] ?? 0];
    for (let row = 0; row < last; row += 1) {
      const below = offDiagonal[row] ?? 0;
      const nextPivot = (diagonal[row + 1] ?? 0) - shift;
      const nextBeside = row + 1 < last ? (offDiagonal[row + 1] ?? 0) : 0;
      if (Math.abs(pivot) >= Math.abs(below)) {
        const own = this.#setRow(row, pivot, beside, 0);
        const multiplier = below / own;
        this.#setStep(row, multiplier, 0);
        [pivot, beside] = [nextPivot - multiplier * beside, nextBeside];
      } else {
        this.#setRow(row, below, nextPivot, nextBeside);
        const multiplier = pivot / below;
        this.#setStep(row, multiplier, 1);
        [pivot, beside] = [beside - multiplier * nextPivot, -multiplier * nextBeside];
      }
    }
    this.#setRow(last, pivot, 0, 0);
  }

  /** Replaces the right side by the solution. */
  solve(vector: Float64Array): void {
    const last = vector.length - 1;
    for (let row = 0; row < last; row += 1) {
      const [upper, lower] = [vector[row] ?? 0, vector[row + 1] ?? 0];
      const [kept, reduced] = this.#exchanged[row] === 1 ? [lower, upper] : [upper, lower];
      vector[row] = kept;
      vector[row + 1] = reduced - (this.#multipliers[row] ?? 0) * kept;
    }
    let [next, afterNext] = [0, 0];
    for (let row = last; row >= 0; row -= 1) {
      const known = (this.#beside[row] ?? 0) * next + (this.#second[row] ?? 0) * afterNext;
      const value = ((vector[row] ?? 0) - known) / (this.#pivots[row] ?? 1);
      vector[row] = value;
      [next, afterNext] = [value, next];
    }
  }

  /** A pivot that is lost in rounding stands for the eigenvector itself: it is lifted to the size of the rounding. */
  #setRow(row: number, pivot: number, beside: number, second: number): number {
    const own = Math.abs(pivot) < Number.EPSILON ? Number.EPSILON : pivot;
    this.#pivots[row] = own;
    this.#beside[row] = beside;
    this.#second[row] = second;
    return own;
  }

  #setStep(row: number, multiplier: number, exchanged: 0 | 1): void {
    this.#multipliers[row] = multiplier;
    this.#exchanged[row] = exchanged;
  }
}
