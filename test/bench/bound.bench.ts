import {execFileSync} from 'node:child_process';
import {parseArgs} from 'node:util';
import {fileURLToPath} from 'node:url';
import {summarizeRows, type PolicySummary} from '../../src/core/evaluation/summarize-rows.js';
import type {EvaluationReport} from '../../src/report/evaluation.js';
import {renderEvaluation} from '../../src/report/evaluation.js';
import {quick, report} from './harness.js';

// The method without variants against the oracle's bound: all cohorts, three deadlines, released together and spread, with
// deadlines equal to the periods and shorter; tables from noisy profiles, on worlds that nothing was tuned on. One cost of
// transitions takes three quarters of an hour on two cores: `-- --transitions 1` measures that one alone.
const PROGRAM = fileURLToPath(new URL('../../bin/run.js', import.meta.url));
const WORLDS = quick ? '201' : '201,202';
const TIMING = quick
  ? ['--cohort', 'small,medium', '--deadline', '1.2', '--deadline-share', '1', '--releases', 'offsets']
  : ['--deadline', '1.05,1.2,1.5', '--deadline-share', '1,0.8', '--releases', 'both'];
const {transitions} = parseArgs({
  options: {transitions: {type: 'string', default: quick ? '1' : '0,1,3'}, quick: {type: 'boolean'}},
}).values;
const FACTORS = transitions.split(',').map(Number);
const POLICIES = 'max-n,neuos,neuos-layer,neuos-paper';

const metrics = FACTORS.map((factor) => [factor, evaluate(factor)] as const);
report(
  'bound',
  Object.assign({}, ...metrics.map(([factor, summary]) => named(factor, summary))) as Record<string, number>,
);

/** Evaluates at one cost of transitions, and shows the table. */
function evaluate(factor: number): PolicySummary {
  const flags = ['--board', 'sim:tx2', ...TIMING, '--world', WORLDS, '--transitions', String(factor)];
  const output = execFileSync(process.execPath, [PROGRAM, 'evaluate', ...flags, '--policy', POLICIES, '--json'], {
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
  });
  const found = JSON.parse(output) as EvaluationReport;
  console.log(`\ntransitions × ${factor}\n${renderEvaluation(found)}`);
  const neuos = summarizeRows(found.rows).find(({policy}) => policy === 'neuos');
  if (neuos === undefined) throw new Error('the evaluation has no rows of neuos');
  return neuos;
}

/** The goals are for transitions as assumed; beside them the same at other costs. */
function named(
  factor: number,
  {toBound, worstToBound, toUtilisationBound, worstExtraMissRate}: PolicySummary,
): Record<string, number> {
  const suffix = factor === 1 ? '' : `TransitionsTimes${factor}`;
  return {
    [`meanRatio${suffix}`]: toBound.mean,
    [`worstRatio${suffix}`]: worstToBound,
    [`meanUtilisationRatio${suffix}`]: toUtilisationBound.mean,
    [`extraMissPoints${suffix}`]: 100 * (worstExtraMissRate ?? NaN),
  };
}
