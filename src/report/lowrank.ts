import type {FrontierEntry, JudgedLayer, JudgedVariant, LowRankJudgement} from '../core/network/low-rank-judgement.js';
import type {OperatorReduction} from '../core/network/reduction.js';
import {renderScatter} from './scatter.js';
import {renderTable} from './table.js';
import {formatCount, formatFlops, formatShare, formatUs} from './units.js';

/** Half-widths and losses of a fraction of a point are still told apart. */
const LOSS_PLACES = 2;

/** What `lowrank` has found. */
export interface LowRankReport extends LowRankJudgement {
  readonly network: string;
  readonly threads: number;
  /** Written models, one for each entry of the frontier; none unless asked for. */
  readonly files: readonly string[];
}

export function renderLowRank(report: LowRankReport): string {
  const {network, threads, layers, frontier, files} = report;
  const dropped = layers.flatMap((layer) => layer.variants.flatMap((variant) => droppedLine(layer, variant)));
  const topFive = frontier.some((entry) => entry.topFive !== undefined) ? ['top-5 loss'] : [];
  return [
    `Low-rank variants of ${network}, measured here on ${threads} threads; ${originalAccuracy(report)}`,
    '',
    renderTable([
      ['layer', 'variant', 'ranks', 'weights lose', 'outputs lose', 'FLOPs', 'time', 'loss'],
      ...layers.flatMap(layerRows),
    ]),
    ...(dropped.length === 0 ? [] : ['', 'Dropped:', ...dropped]),
    '',
    `Whole configurations, on ${formatCount(frontier[0]?.images ?? 0)} other images`,
    renderTable([
      ['', 'variants', 'time', 'faster', 'in layers', 'loss', 'sum of its layers', ...topFive],
      ...frontier.map(frontierRow),
    ]),
    '',
    renderScatter(
      frontier.map(({speedUp, loss}) => ({x: speedUp, y: loss * 100})),
      {x: 'times as fast', y: 'points lost'},
    ),
    ...(files.length === 0 ? [] : ['', `Written: ${files.join(', ')}`]),
  ].join('\n');
}

function originalAccuracy({metric, baseline, topFiveBaseline}: LowRankReport): string {
  const first = `${metric} of the original ${formatShare(baseline, LOSS_PLACES)}`;
  // Of its own answers it loses none.
  if (metric === 'agreement' || topFiveBaseline === undefined) return first;
  return `${first}, top-5 ${formatShare(topFiveBaseline, LOSS_PLACES)}`;
}

function layerRows({name, ordinal, flops, latencyUs, variants}: JudgedLayer): readonly (readonly string[])[] {
  return [
    [`${ordinal} ${name}`, '0', '', '', '', formatFlops(flops), formatUs(latencyUs), ''],
    ...variants.map((variant) => [
      '',
      `${variant.ordinal}`,
      variant.operators.map(formatRank).join(' '),
      formatRange(variant.operators.map(({reconstructionError}) => reconstructionError)),
      formatRange(variant.operators.flatMap(({outputError}) => outputError ?? [])),
      `×${(variant.flops / flops).toFixed(2)}`,
      `×${(variant.latencyUs / latencyUs).toFixed(2)}`,
      variant.outcome.state === 'kept' ? formatLoss(variant.outcome) : 'dropped',
    ]),
  ];
}

function droppedLine({ordinal, name}: JudgedLayer, variant: JudgedVariant): readonly string[] {
  if (variant.outcome.state === 'kept') return [];
  return [`  layer ${ordinal} ${name}, variant ${variant.ordinal}: ${variant.outcome.reason}`];
}

function frontierRow(entry: FrontierEntry, index: number): readonly string[] {
  const {variants, latencyUs, speedUp, inLayers, predictedLoss, topFive} = entry;
  return [
    `${index}`,
    variants.join(' '),
    formatUs(latencyUs),
    `×${speedUp.toFixed(2)}`,
    `×${inLayers.speedUp.toFixed(2)}`,
    index === 0 ? '' : formatLoss(entry),
    index === 0 ? '' : formatShare(predictedLoss, LOSS_PLACES),
    ...(topFive === undefined ? [] : [index === 0 ? '' : formatLoss(topFive)]),
  ];
}

function formatLoss({loss, lossHalfWidth}: {readonly loss: number; readonly lossHalfWidth: number}): string {
  return `${(loss * 100).toFixed(LOSS_PLACES)} ± ${formatShare(lossHalfWidth, LOSS_PLACES)}`;
}

/** Filters of full size are marked, since their ranks mean another cost. */
function formatRank({rank, scheme}: OperatorReduction): string {
  return scheme === 'channel' ? `${rank}c` : `${rank}`;
}

/** Smallest and largest of the errors of a variant's operators; nothing where there are none. */
function formatRange(errors: readonly number[]): string {
  if (errors.length === 0) return '';
  const [least, most] = [Math.min(...errors), Math.max(...errors)].map((error) => error.toFixed(3));
  return least === most ? (least ?? '') : `${least ?? ''}-${most ?? ''}`;
}
