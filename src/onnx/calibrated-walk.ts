import type {ModelProto, NodeProto} from 'onnx-buf';

import type {TensorMap} from '../core/inference.js';
import type {MomentSum} from '../core/low-rank/moments.js';
import {observe, sumSamples, type FitTools} from './calibration.js';
import type {DecomposableOperator} from './decomposable.js';
import {fitOperator, takesBias, type OperatorFit, type SchemeRanks} from './fit-operator.js';
import {pairOfValues, type LowRankPair} from './low-rank-operators.js';
import {replaceOperators} from './rewrite.js';

/** An operator, with the ranks that a variant may give it. */
export interface OperatorTask {
  readonly operator: DecomposableOperator;
  readonly ranks: SchemeRanks;
}

/** What one variant of a layer replaces. */
export interface VariantTask {
  /** Which way through the network the variant belongs to. */
  readonly way: number;
  readonly chosen: readonly OperatorTask[];
}

/** One variant while its operators are fitted one after another. */
interface OpenVariant {
  readonly task: VariantTask;
  readonly pairs: Map<NodeProto, LowRankPair>;
  readonly fits: OperatorFit[];
}

/**
 * Walks through a network from its input to its output and fits variants on the way.
 *
 * One way leads through it for each level of variants: what a level has made of the calibration inputs so far is what its
 * next operator has to work on, and what the original network makes of them is what it should answer. Half of the samples
 * are inputs of the original network, since a variant is also used behind layers that were left as they are.
 */
export class CalibratedWalk {
  readonly #tools: FitTools;
  readonly #ways: (readonly TensorMap[])[];
  #original: readonly TensorMap[];

  /** @param inputs - of the network, one entry per batch. */
  constructor(tools: FitTools, inputs: readonly TensorMap[], ways: number) {
    this.#tools = tools;
    this.#original = inputs;
    this.#ways = Array.from({length: ways}, () => inputs);
  }

  /** Fits the variants of the next layer, given in the order of their ways; `later` are the parts behind it. */
  async fitLayer(
    part: ModelProto,
    tasks: readonly VariantTask[],
    later: readonly ModelProto[],
  ): Promise<readonly (readonly OperatorFit[])[]> {
    const open = tasks.map((task): OpenVariant => ({task, pairs: new Map(), fits: []}));
    for (const node of part.graph?.node ?? []) await this.#fitNode(part, node, open);
    await this.#advance(part, open, later);
    return open.map(({fits}) => fits);
  }

  async #fitNode(part: ModelProto, node: NodeProto, open: readonly OpenVariant[]): Promise<void> {
    const {runtime, gemm} = this.#tools;
    const chosen = open.flatMap((variant) => {
      const task = variant.task.chosen.find(({operator}) => operator.node === node);
      return task === undefined ? [] : [{variant, task}];
    });
    const [first] = chosen;
    if (first === undefined) return;
    const outputs = await observe(part, [node.input[0] ?? '', node.output[0] ?? ''], this.#original, runtime);
    const original = await sumSamples(first.task.operator, {inputs: outputs, outputs}, gemm);
    for (const {variant, task} of chosen) {
      const inputs = await this.#inputsOf(part, node, variant);
      const sums = await sumSamples(task.operator, {inputs, outputs}, gemm, original);
      const fit = await this.#fit(task, sums);
      variant.pairs.set(node, pairOfValues(task.operator, fit));
      variant.fits.push(fit);
    }
  }

  #fit({operator, ranks}: OperatorTask, sums: readonly MomentSum[]): Promise<OperatorFit> {
    const centred = takesBias(operator);
    return fitOperator(
      operator,
      sums.map((sum) => sum.moments(centred)),
      ranks,
      this.#tools.gemm,
    );
  }

  #inputsOf(part: ModelProto, {input}: NodeProto, {task, pairs}: OpenVariant): Promise<readonly TensorMap[]> {
    return observe(replaceOperators(part, pairs), [input[0] ?? ''], this.#ways[task.way] ?? [], this.#tools.runtime);
  }

  async #advance(part: ModelProto, open: readonly OpenVariant[], later: readonly ModelProto[]): Promise<void> {
    const {runtime} = this.#tools;
    const names = part.graph?.output.map(({name}) => name) ?? [];
    const needed = new Set(later.flatMap(({graph}) => graph?.input.map(({name}) => name) ?? []));
    for (const [way, batches] of this.#ways.entries()) {
      // A level that a layer has no variant of, as where rounding gives equal ranks, runs as the one before it.
      const variant = open.findLast(({task}) => task.way <= way);
      const own = variant === undefined ? part : replaceOperators(part, variant.pairs);
      this.#ways[way] = keep(await observe(own, names, batches, runtime), needed);
    }
    this.#original = keep(await observe(part, names, this.#original, runtime), needed);
  }
}

/** Tensors that a later layer reads; the others would fill the memory. */
function keep(batches: readonly TensorMap[], needed: ReadonlySet<string>): readonly TensorMap[] {
  return batches.map((batch) => Object.fromEntries(Object.entries(batch).filter(([name]) => needed.has(name))));
}
