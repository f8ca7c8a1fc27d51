import {Args, Flags} from '@oclif/core';
import {BaseCommand} from '../cli/base-command.js';
import {cutFlags, cutRequest} from '../cli/cut-flags.js';
import {imageFlags, imageInput} from '../cli/image-flags.js';
import {openProgress} from '../cli/progress.js';
import {parseRanks} from '../cli/rank-flag.js';
import {composeLowRank} from '../composition/lowrank.js';
import {SAMPLE_NETWORKS} from '../composition/package-facts.js';
import {networkKey} from '../core/network/network.js';
import {renderLowRank, type LowRankReport} from '../report/lowrank.js';
import {judgeLowRank} from '../services/lowrank.js';

export default class LowRank extends BaseCommand {
  static override summary = 'Make and judge low-rank variants of one network.';
  static override description =
    'Replaces convolutions and dense layers by pairs of lower rank, and measures on this machine what that saves in time and costs in accuracy: layer by layer, and then for whole configurations.';
  static override examples = [
    '<%= config.bin %> lowrank alexnet-fmnist',
    '<%= config.bin %> lowrank ./detector.onnx --batch 8 --out variants',
    '<%= config.bin %> lowrank vgg19-fmnist --rank 48 --rank features.10=32',
  ];
  static override args = {
    model: Args.string({
      description: `An ONNX file or a sample network (${SAMPLE_NETWORKS.join(', ')}).`,
      required: true,
    }),
  };
  static override flags = {
    batch: Flags.integer({description: 'Inputs per run.', default: 32, min: 1, max: 4096}),
    ...cutFlags,
    data: Flags.string({
      description:
        'Images of your own: a folder with one folder of image files for each class; or, with --labels, an IDX file, or a NumPy file of floats as the network takes them.',
      helpValue: 'DIR|FILE',
    }),
    labels: Flags.string({
      description: 'Classes of the images of a file: an IDX or NumPy file of whole numbers.',
      helpValue: 'FILE',
      dependsOn: ['data'],
    }),
    ...imageFlags,
    images: Flags.integer({
      description: 'Images to use at most: half of them judge, a quarter selects, a quarter is for calibration.',
      default: 10_000,
      min: 20,
      max: 10_000,
    }),
    configurations: Flags.integer({
      description: 'Whole configurations to measure at most.',
      default: 24,
      min: 2,
      max: 127,
    }),
    rank: Flags.string({
      description:
        'Exactly this rank for every operator, or for the one named (NAME=N). Default: a ladder for each layer.',
      helpValue: 'N|NAME=N',
      multiple: true,
    }),
    calibrate: Flags.boolean({
      description: 'Fit variants to the outputs on calibration images, where there are images; else to the weights.',
      default: true,
      allowNo: true,
    }),
    out: Flags.string({description: 'Folder for the models of the frontier, as ONNX files.', helpValue: 'DIR'}),
  };

  override async run(): Promise<LowRankReport> {
    const {args, flags} = await this.parse(LowRank);
    const input = imageInput(flags.data, flags.labels, flags);
    const request = {
      ...flags,
      ...args,
      input,
      cut: cutRequest(flags),
      configurationCount: flags.configurations,
      ranks: parseRanks(flags.rank ?? []),
    };
    const bar = openProgress(!flags.quiet && !this.jsonEnabled());
    const observer = {signal: this.signal, onProgress: bar.update};
    try {
      const {inputs, threads, writeModels, close} = await composeLowRank(request, observer);
      const judgement = await judgeLowRank({...inputs, ...observer}).finally(close);
      const files = flags.out === undefined ? [] : await writeModels(flags.out, judgement.frontier);
      const report = {network: networkKey(inputs.chain.network), threads, ...judgement, files};
      bar.stop();
      this.log(renderLowRank(report));
      return report;
    } finally {
      bar.stop();
    }
  }
}
