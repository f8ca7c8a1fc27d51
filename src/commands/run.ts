import {Flags} from '@oclif/core';
import {BaseCommand} from '../cli/base-command.js';
import {boardFlag, executeFlag, seedFlag, shareFlag, tableFlag} from '../cli/flags.js';
import {openLiveView, type LiveView} from '../cli/live-view.js';
import {outcomeOf} from '../cli/run-outcome.js';
import {defaultControlFile, openControl} from '../composition/control.js';
import {composeRun, DISPATCHES, METHODS, openCohort, openJobLog, POLICIES} from '../composition/run.js';
import {MODES} from '../core/schedule/mode.js';
import type {CohortStatus} from '../core/schedule/status.js';
import type {CohortSummary} from '../core/schedule/summary.js';
import {STRATEGIES} from '../core/tables/tables.js';
import {renderCohortStatus, renderStatusLine} from '../report/cohort-status.js';
import {renderCohortSummary} from '../report/cohort-summary.js';
import {runAndSummarize} from '../services/run-and-summarize.js';

export default class Run extends BaseCommand {
  static override summary = 'Run a cohort of networks, scheduled with the tables at every layer boundary.';
  static override description =
    "Layers are computed for real by ONNX Runtime on this machine; on a simulated board, time and energy come from the board's virtual clock. --execute says how many jobs are computed, so that a long run need not compute every answer.";
  static override examples = [
    '<%= config.bin %> run --cohort profiles/cohorts/demo.yaml',
    '<%= config.bin %> run --network resnet50-fmnist:batch=32,period=80ms --network alexnet-fmnist:batch=32,period=60ms,deadline=50ms',
    '<%= config.bin %> run --cohort profiles/cohorts/demo.yaml --policy max-n --jobs 2000 --execute none --json',
  ];
  static override flags = {
    cohort: Flags.string({description: 'Cohort file (YAML, see docs/cohort-files.md).', helpValue: 'FILE'}),
    network: Flags.string({
      description: 'One instance, in place of a cohort file: MODEL:key=value,… with the keys of the cohort file.',
      helpValue: 'SPEC',
      multiple: true,
      exclusive: ['cohort'],
    }),
    board: boardFlag(),
    table: tableFlag({
      description: 'File of the tables. Default: the one of the cohort file, or tables/BOARD.tables.sqlite.',
    }),
    mode: Flags.option({
      options: MODES,
      description: 'What to optimise. Default: what the cohort file says, or min-energy.',
    })(),
    strategy: Flags.option({options: STRATEGIES, description: 'Which plans to use.', default: 'horizon' as const})(),
    policy: Flags.option({
      options: POLICIES,
      description: 'Who decides; max-n pins every clock at the top.',
      default: 'neuos' as const,
    })(),
    method: Flags.option({
      options: METHODS,
      description: "neuos, or the paper's method to the letter.",
      default: 'neuos' as const,
    })(),
    dispatch: Flags.option({
      options: DISPATCHES,
      description: 'One layer at a time, or every instance on its own. Default: serial, for the paper concurrent.',
    })(),
    jobs: Flags.integer({description: 'Jobs to release, over all instances.', default: 600, min: 1, max: 10_000_000}),
    execute: executeFlag({
      description: 'How many jobs to compute for real, evenly spread: all, none, or a number.',
      default: 60,
    }),
    'max-miss': shareFlag({
      description:
        'Share of jobs that may miss their deadline, such as 1%: clocks heed it, and above it the exit code is 5.',
    }),
    log: Flags.string({description: 'Write every job as a line of JSON into this file.', helpValue: 'FILE'}),
    control: Flags.string({
      description: 'Socket to take commands from `neuos ctl`. Default: one in a folder of your own.',
      helpValue: 'FILE',
    }),
    realtime: Flags.boolean({description: 'Let a simulated board take its real time, to watch it as it would run.'}),
    seed: seedFlag(),
  };

  override async run(): Promise<CohortSummary> {
    const {flags} = await this.parse(Run);
    const cohort = await openCohort(flags.cohort, flags.network);
    this.note('Reading tables and networks', flags);
    const execute = Math.min(flags.execute, flags.jobs);
    const composed = await composeRun({...flags, cohort, execute, maxMissShare: flags['max-miss']});
    const log = await openJobLog(flags.log);
    const stop = new AbortController();
    const control = await openControl(flags.control ?? defaultControlFile(), {
      ...composed,
      stop: () => {
        stop.abort();
      },
    });
    const view = openLiveView(!flags.quiet && !this.jsonEnabled());
    try {
      const signal = AbortSignal.any([this.signal, stop.signal]);
      const summary = await runAndSummarize({...composed, log, signal, watch: watchWith(view)});
      view.stop();
      this.log(renderCohortSummary(summary));
      this.conclude(outcomeOf(summary, this.signal.aborted, flags['max-miss']));
      return summary;
    } finally {
      view.stop();
      control.close();
      log?.close();
      await composed.answers?.release();
    }
  }
}

/** On a terminal the whole status is redrawn; elsewhere a line is added for every tenth of the jobs. */
function watchWith(view: LiveView): (status: CohortStatus) => void {
  let tenths = 0;
  return (status) => {
    if (view.redraws) {
      view.show(renderCohortStatus(status));
      return;
    }
    const reached = Math.floor((10 * status.finished) / status.jobs);
    if (reached > tenths) view.show([renderStatusLine(status)]);
    tenths = reached;
  };
}
