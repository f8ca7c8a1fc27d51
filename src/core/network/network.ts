/**
 * A network as the scheduler sees it: a chain of layers, each with one or more variants.
 *
 * A *layer* is the schedulable unit, a contiguous part of the graph between two cut points with one live tensor. A
 * *variant* is one implementation of it: 0 is the original, 1.. are low-rank ones of falling rank.
 */

/** What runs the layers of a network; part of a network's identity in profiles and tables. */
export const ENGINES = ['gpu', 'cpu'] as const;
/** One of {@link ENGINES}. */
export type Engine = (typeof ENGINES)[number];

/** The work of one layer (or of one variant of it) for the whole batch. */
export interface LayerCost {
  /** Floating-point operations; one multiply-add counts as two. */
  readonly flops: number;
  /** Bytes read and written at least once: inputs, outputs and weights of every operator. */
  readonly bytes: number;
  /** Operators, each of which costs at least one launch on an accelerator. */
  readonly operatorCount: number;
}

/** How a variant approximates its layer. */
export type VariantScheme = 'original' | 'low-rank';

/** One implementation of a layer. */
export interface Variant {
  /** 0 is the original; higher ordinals have lower rank. */
  readonly ordinal: number;
  readonly scheme: VariantScheme;
  /** Share of the break-even rank that every decomposed operator of the layer keeps; 1 for the original. */
  readonly rankFraction: number;
  /** Rank of each decomposed operator, in graph order; empty for the original. */
  readonly ranks: readonly number[];
  readonly cost: LayerCost;
}

/** One schedulable part of a network. */
export interface Layer {
  readonly ordinal: number;
  /** Readable name: the first operator's name, shortened. */
  readonly name: string;
  /** Operator types in topological order, for people to read. */
  readonly operators: readonly string[];
  /** Every implementation, by ordinal; the first one is the original. */
  readonly variants: readonly [Variant, ...Variant[]];
}

/** Sizes of dimensions that a model leaves open, by the names it gives them. */
export type DimensionSizes = Readonly<Record<string, number>>;

/** What the timed trial of a network's cuts found; kept with the network, so that it need not be made again. */
export interface CutTrial {
  /** Time of the layers one after another, relative to the uncut model. */
  readonly cost: number;
  /**
   * Processors, as Node calls them (`x64`), on which the layers run faster when they are cut out of the graph as the
   * runtime has rewritten it; absent where that is no gain.
   */
  readonly optimizedFor?: string;
}

/** A network cut into layers, for one batch and one engine. */
export interface Network {
  /** Short name, unique in a profile: the file name without its ending. */
  readonly name: string;
  /** SHA-256 of the model file, hexadecimal. */
  readonly contentHash: string;
  readonly batch: number;
  readonly engine: Engine;
  readonly layers: readonly Layer[];
  /** Absent where the model leaves nothing open but the batch. */
  readonly dimensions?: DimensionSizes;
  /** Absent where the cut was not found by a trial. */
  readonly trial?: CutTrial;
}

/** Whether any layer of a network has another variant than the original. */
export function hasVariants({layers}: Network): boolean {
  return layers.some(({variants}) => variants.length > 1);
}

/** What identifies a network in profiles and tables: the same model at another batch or engine is another network. */
export function networkKey(network: Pick<Network, 'name' | 'batch' | 'engine'>): string {
  return `${network.name}:batch=${String(network.batch)}:${network.engine}`;
}
