import {transpose, type Gemm, type Matrix} from '../linear-algebra/matrix.js';

/**
 * What an operator's inputs and wanted outputs have in common: all that a least-squares fit of its weights needs.
 *
 * Inputs are patches (one row of weights each, so that output = weights · patch), taken about their means, so that a
 * difference of the means is left to the bias.
 */
export interface Moments {
  /** **Shape:** `[D]`. */
  readonly meanInput: Float64Array;
  /** **Shape:** `[N]`. */
  readonly meanOutput: Float64Array;
  /** Covariance of the inputs. **Shape:** `[D, D]`. */
  readonly covariance: Matrix;
  /** Covariance of outputs and inputs. **Shape:** `[N, D]`. */
  readonly cross: Matrix;
  /** Variance of the outputs, summed over them. */
  readonly outputVariance: number;
}

/** Sums up samples, some at a time. */
export class MomentSum {
  readonly #gemm: Gemm;
  readonly #covariance: Matrix;
  readonly #cross: Matrix;
  readonly #inputSum: Float64Array;
  readonly #outputSum: Float64Array;
  #outputSquares = 0;
  #count = 0;

  constructor(inputSize: number, outputSize: number, gemm: Gemm) {
    this.#gemm = gemm;
    this.#covariance = zeros(inputSize, inputSize);
    this.#cross = zeros(outputSize, inputSize);
    this.#inputSum = new Float64Array(inputSize);
    this.#outputSum = new Float64Array(outputSize);
  }

  /** The same sums, to which other samples can be added. */
  clone(): MomentSum {
    const copy = new MomentSum(this.#inputSum.length, this.#outputSum.length, this.#gemm);
    copy.#covariance.data.set(this.#covariance.data);
    copy.#cross.data.set(this.#cross.data);
    copy.#inputSum.set(this.#inputSum);
    copy.#outputSum.set(this.#outputSum);
    copy.#outputSquares = this.#outputSquares;
    copy.#count = this.#count;
    return copy;
  }

  /** **Shape:** `inputs [n, D]`, `outputs [n, N]`: one sample per row. */
  async add(inputs: Matrix, outputs: Matrix): Promise<void> {
    addTo(this.#covariance.data, (await this.#gemm.multiply(transpose(inputs), inputs)).data);
    addTo(this.#cross.data, (await this.#gemm.multiply(transpose(outputs), inputs)).data);
    addRows(this.#inputSum, inputs.data);
    addRows(this.#outputSum, outputs.data);
    for (const value of outputs.data) this.#outputSquares += value * value;
    this.#count += inputs.rows;
  }

  /**
   * Moments of all that was added.
   *
   * @param centred - about the means, for operators with a bias; about zero otherwise, with means of zero.
   *
   * **Errors:** RangeError when nothing was added.
   */
  moments(centred: boolean): Moments {
    if (this.#count === 0) throw new RangeError('moments need at least one sample');
    const share = centred ? 1 / this.#count : 0;
    const meanInput = this.#inputSum.map((sum) => sum * share);
    const meanOutput = this.#outputSum.map((sum) => sum * share);
    const meanSquares = meanOutput.reduce((sum, mean) => sum + mean * mean, 0);
    return {
      meanInput,
      meanOutput,
      covariance: this.#centred(this.#covariance, meanInput, meanInput),
      cross: this.#centred(this.#cross, meanOutput, meanInput),
      outputVariance: Math.max(0, this.#outputSquares / this.#count - meanSquares),
    };
  }

  #centred({rows, columns, data}: Matrix, left: Float64Array, right: Float64Array): Matrix {
    const centred = new Float64Array(data.length);
    for (let row = 0; row < rows; row += 1) {
      for (let column = 0; column < columns; column += 1) {
        const index = row * columns + column;
        centred[index] = (data[index] ?? 0) / this.#count - (left[row] ?? 0) * (right[column] ?? 0);
      }
    }
    return {rows, columns, data: centred};
  }
}

function zeros(rows: number, columns: number): Matrix {
  return {rows, columns, data: new Float64Array(rows * columns)};
}

function addTo(target: Float64Array, values: Float64Array): void {
  for (let index = 0; index < target.length; index += 1) target[index] = (target[index] ?? 0) + (values[index] ?? 0);
}

function addRows(target: Float64Array, values: Float64Array): void {
  const size = target.length;
  for (let start = 0; start < values.length; start += size) {
    for (let index = 0; index < size; index += 1) {
      target[index] = (target[index] ?? 0) + (values[start + index] ?? 0);
    }
  }
}
