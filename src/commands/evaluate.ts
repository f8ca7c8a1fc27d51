import {Flags} from '@oclif/core';
import {BaseCommand} from '../cli/base-command.js';
import {boardFlag} from '../cli/flags.js';
import {factorsFlag, parseChoices, seedsFlag} from '../cli/list-flags.js';
import {openProgress} from '../cli/progress.js';
import {DEFAULT_BOARD} from '../composition/boards.js';
import {composeEvaluate, writeResult} from '../composition/evaluate.js';
import {originOf} from '../composition/replay.js';
import {EVALUATED_POLICIES} from '../core/evaluation/cell.js';
import {COHORT_SHAPES} from '../core/evaluation/cohort-shape.js';
import {ENGINES, type Engine} from '../core/network/network.js';
import {renderEvaluation, type EvaluationReport} from '../report/evaluation.js';
import {evaluationCsv} from '../report/evaluation-csv.js';
import {evaluate} from '../services/evaluate.js';

/** Releases: all at once, spread over the period, or each in turn. */
const RELEASES = {synchronous: [false], offsets: [true], both: [false, true]} as const;
/** Worlds: as profiled, drifted since, or both. */
const DRIFT = {no: [false], yes: [true], both: [false, true]} as const;

export default class Evaluate extends BaseCommand {
  static override summary = 'Compare policies side by side on a simulated board.';
  static override description =
    'Every policy runs the same cohorts, with the same noise, on the same simulated boards; tables are made from noisy profiles of each. Energy stands beside that of oracles that know every latency beforehand, among them a bound that nobody can beat. A late job is finished, so that every policy does the same work. Seeds of worlds and of noise are lists.';
  static override examples = [
    '<%= config.bin %> evaluate',
    '<%= config.bin %> evaluate --cohort small,large --deadline 1.2 --policy max-n,neuos,oracle-bound --world 101..105 --csv rows.csv',
    '<%= config.bin %> evaluate --cohort profiles/cohorts/demo.yaml --drift both --json',
    '<%= config.bin %> evaluate --board replay:sweep.csv --batch 4 --cohort small',
  ];
  static override flags = {
    board: boardFlag(),
    model: Flags.string({
      description: 'Networks that cohorts are made of. Default: all samples.',
      helpValue: 'MODEL',
      multiple: true,
    }),
    batch: Flags.integer({description: 'Inputs per job.', default: 32, min: 1, max: 4096}),
    engine: Flags.option({options: ENGINES, description: 'What runs the layers.', default: 'gpu' as Engine})(),
    cohort: Flags.string({
      description: `Cohorts, separated by commas: ${COHORT_SHAPES.join(', ')}, or cohort files.`,
      helpValue: 'NAME,…',
      default: COHORT_SHAPES.join(','),
    }),
    deadline: factorsFlag({
      description: 'Periods: time relative to the work at the reference configuration.',
      default: [1.05, 1.2, 1.5],
    }),
    'deadline-share': factorsFlag({description: 'Deadlines as shares of the periods.', default: [1]}),
    releases: Flags.option({
      options: ['synchronous', 'offsets', 'both'] as const,
      description: 'Whether jobs are released together or spread over the period.',
      default: 'synchronous' as const,
    })(),
    policy: Flags.string({
      description: `Policies, separated by commas: ${EVALUATED_POLICIES.join(', ')}.`,
      helpValue: 'NAME,…',
      default: 'max-n,max-q,neuos,oracle-static,oracle-bound',
    }),
    world: seedsFlag({description: 'Seeds of simulated boards.', default: [1]}),
    drift: Flags.option({
      options: ['no', 'yes', 'both'] as const,
      description: 'Whether the board is 20 °C warmer, with memory a tenth slower, than when it was profiled.',
      default: 'no' as const,
    })(),
    transitions: factorsFlag({description: 'Factors on the times of transitions.', default: [1]}),
    seeds: seedsFlag({description: 'Seeds of execution noise.', default: [1]}),
    jobs: Flags.integer({description: 'Jobs of each run, over all instances.', default: 2000, min: 1, max: 10_000_000}),
    csv: Flags.string({description: 'Write every row into this file.', helpValue: 'FILE'}),
  };

  override async run(): Promise<EvaluationReport> {
    const {flags} = await this.parse(Evaluate);
    const board = flags.board ?? DEFAULT_BOARD;
    if (flags.board === undefined) this.note(`No board named: evaluating on ${board}, which is simulated.`, flags);
    const inputs = await composeEvaluate({
      ...flags,
      board,
      models: flags.model,
      cohorts: flags.cohort.split(','),
      deadlineFactors: flags.deadline,
      deadlineShares: flags['deadline-share'],
      offsets: RELEASES[flags.releases],
      policies: parseChoices(flags.policy, 'policy', EVALUATED_POLICIES),
      worldSeeds: flags.world,
      drift: DRIFT[flags.drift],
      transitionFactors: flags.transitions,
    });
    const bar = openProgress(!flags.quiet && !this.jsonEnabled());
    try {
      const result = await evaluate({...inputs, signal: this.signal, onProgress: bar.update});
      bar.stop();
      if (flags.csv !== undefined) writeResult(flags.csv, evaluationCsv(result.rows));
      const report = {origin: originOf(board), board, jobs: flags.jobs, ...result};
      this.log(renderEvaluation(report));
      return report;
    } finally {
      bar.stop();
    }
  }
}
