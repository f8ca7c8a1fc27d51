import type {Tridiagonal} from './tridiagonal.js';

/** Many more than the two or so sweeps that an eigenvalue takes; one that took them all would leave a residual. */
const MOST_SWEEPS = 60;

/**
 * Eigenvalues of a symmetric tridiagonal matrix whose own are of about 1, largest first, by implicit QL sweeps.
 *
 * **Source:** Martin and Wilkinson 1968, "The implicit QL algorithm"; shifts of Wilkinson's.
 */
export function tridiagonalEigenvalues(tridiagonal: Tridiagonal): Float64Array {
  const size = tridiagonal.diagonal.length;
  const diagonal = tridiagonal.diagonal.slice();
  const beside = new Float64Array(size);
  beside.set(tridiagonal.offDiagonal);
  for (let first = 0; first < size; first += 1) {
    let last = blockEnd(beside, first);
    for (let sweeps = 0; last > first && sweeps < MOST_SWEEPS; sweeps += 1) {
      sweep(diagonal, beside, first, last);
      last = blockEnd(beside, first);
    }
  }
  return diagonal.sort().reverse();
}

/** Last row of the block that begins with `first`; between blocks the entries beside the diagonal are negligible. */
function blockEnd(beside: Float64Array, first: number): number {
  let last = first;
  while (Math.abs(beside[last] ?? 0) > Number.EPSILON) last += 1;
  return last;
}

/** One QL sweep with a shift, from the bottom of a block to its top: the entry beside the top one gets smaller. */
function sweep(diagonal: Float64Array, beside: Float64Array, first: number, last: number): void {
  const shift = wilkinsonShift(diagonal[first] ?? 0, diagonal[first + 1] ?? 0, beside[first] ?? 0);
  let [sine, cosine, carried] = [1, 1, 0];
  let chased = (diagonal[last] ?? 0) - shift;
  for (let row = last - 1; row >= first; row -= 1) {
    const off = beside[row] ?? 0;
    const [bulge, kept] = [sine * off, cosine * off];
    const length = Math.sqrt(bulge * bulge + chased * chased);
    beside[row + 1] = length;
    // Nothing to rotate away: the rotation is the identity.
    [sine, cosine] = length === 0 ? [0, 1] : [bulge / length, chased / length];
    const above = (diagonal[row + 1] ?? 0) - carried;
    const turned = ((diagonal[row] ?? 0) - above) * sine + 2 * cosine * kept;
    carried = sine * turned;
    diagonal[row + 1] = above + carried;
    chased = cosine * turned - kept;
  }
  diagonal[first] = (diagonal[first] ?? 0) - carried;
  beside[first] = chased;
  beside[last] = 0;
}

/** The eigenvalue of the block `[[a, off], [off, b]]` that is closer to a. */
function wilkinsonShift(a: number, b: number, off: number): number {
  const half = (b - a) / 2;
  const root = Math.sqrt(half * half + off * off);
  return a - (off * off) / (half >= 0 ? half + root : half - root);
}
