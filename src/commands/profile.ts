import {Flags} from '@oclif/core';
import {BaseCommand} from '../cli/base-command.js';
import {cutFlags, cutRequest} from '../cli/cut-flags.js';
import {boardFlag, profileFlag, seedFlag} from '../cli/flags.js';
import {imageFlags, imageInput} from '../cli/image-flags.js';
import {openProgress} from '../cli/progress.js';
import {rootFlag} from '../cli/root-flag.js';
import {findBoard, isReal} from '../composition/boards.js';
import {SAMPLE_NETWORKS} from '../composition/package-facts.js';
import {composeProfile} from '../composition/profile.js';
import {dryRun} from '../composition/real-profile.js';
import type {DryRun} from '../core/board/nodes.js';
import {isTimed} from '../core/network/cut-request.js';
import {ENGINES} from '../core/network/network.js';
import {renderDryRun} from '../report/machine.js';
import {renderProfileResult, type ProfileReport} from '../report/profile-result.js';
import {profile} from '../services/profile.js';

export default class Profile extends BaseCommand {
  static override summary = 'Measure every layer of the given networks at every DVFS configuration of a board.';
  static override description =
    'Latency, power and energy of each layer, idle power and transition costs go into one SQLite file. Stop it whenever you like: the same command continues where it stopped.\n\nWithout a board it measures a simulated one, and every number says so.';
  static override examples = [
    '<%= config.bin %> profile',
    '<%= config.bin %> profile --board sim:agx-xavier --model resnet50-fmnist --model ./detector.onnx --batch 8',
    '<%= config.bin %> profile --model ./encoder.onnx --batch 1 --dimension sequence=128 --granularity auto',
  ];
  static override flags = {
    board: boardFlag(),
    model: Flags.string({
      description: `Network to profile: an ONNX file or a sample network (${SAMPLE_NETWORKS.join(', ')}). Default: all samples.`,
      helpValue: 'MODEL',
      multiple: true,
    }),
    batch: Flags.integer({description: 'Inputs per job.', default: 32, min: 1, max: 4096}),
    ...cutFlags,
    engine: Flags.option({
      options: ENGINES,
      description: 'What runs the layers on the board. Default: gpu on simulated boards, cpu on real ones.',
    })(),
    approximations: Flags.integer({
      description: 'Approximation configurations whose accuracy is measured, for each network; 0 leaves accuracy out.',
      default: 16,
      min: 0,
      max: 127,
    }),
    images: Flags.integer({
      description:
        'Labelled images to use at most: half of them judge, a quarter selects, a quarter is for calibration.',
      default: 10_000,
      min: 20,
      max: 10_000,
    }),
    'image-file': Flags.string({
      description:
        'Images (IDX or NumPy) to measure accuracy on, for every network. Default: the sample images for samples.',
      helpValue: 'FILE',
      dependsOn: ['label-file'],
    }),
    'label-file': Flags.string({
      description: 'Their labels (IDX or NumPy).',
      helpValue: 'FILE',
      dependsOn: ['image-file'],
    }),
    'image-folder': Flags.string({
      description: 'In their place: a folder with one folder of image files for each class.',
      helpValue: 'DIR',
      exclusive: ['image-file'],
    }),
    ...imageFlags,
    profile: profileFlag({description: 'File to keep it in (SQLite). Default: profiles/BOARD-HASH.sqlite.'}),
    seed: seedFlag(),
    'world-seed': seedFlag({description: 'Which simulated board of its kind.'}),
    transitions: Flags.boolean({
      description: 'Time the knobs of a real board first; their costs are assumed otherwise.',
    }),
    'dry-run': Flags.boolean({description: 'Print what a real board would be written first, and write nothing.'}),
    root: rootFlag(),
  };

  override async run(): Promise<ProfileReport | DryRun> {
    const {flags} = await this.parse(Profile);
    const board = flags.board ?? findBoard(flags.root);
    if (flags.board === undefined) this.note(`No board named: measuring ${board}.`, flags);
    if (flags['dry-run']) return this.#dryRun(board, flags.root);
    const cut = cutRequest(flags);
    if (isTimed(cut)) this.note('Timing where to cut', flags);
    const composed = await composeProfile({
      ...flags,
      cut,
      board,
      engine: flags.engine ?? (isReal(board) ? 'cpu' : 'gpu'),
      models: flags.model ?? SAMPLE_NETWORKS,
      worldSeed: flags['world-seed'],
      input: imageInput(flags['image-folder'] ?? flags['image-file'], flags['label-file'], flags),
    });
    const {inputs, file} = composed;
    const bar = openProgress(!flags.quiet && !this.jsonEnabled());
    const startedMs = performance.now();
    try {
      const result = await profile({...inputs, signal: this.signal, onProgress: bar.update});
      bar.stop();
      const report = {...result, file, ...inputs.header, wallClock: {seconds: (performance.now() - startedMs) / 1000}};
      this.log(renderProfileResult(report));
      return report;
    } finally {
      bar.stop();
      await composed.release?.();
    }
  }

  #dryRun(board: string, root: string): DryRun {
    const run = dryRun(board, root);
    this.log(renderDryRun(run));
    return run;
  }
}
