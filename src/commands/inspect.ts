import {Args, Flags} from '@oclif/core';
import {BaseCommand} from '../cli/base-command.js';
import {cutFlags, cutRequest} from '../cli/cut-flags.js';
import {inspectFile} from '../composition/inspect.js';
import {renderInspection, type Inspection} from '../report/inspection.js';

export default class Inspect extends BaseCommand {
  static override summary = 'Look into a profile, a table file or a model.';
  static override description = 'Of a model it shows the layers that it is cut into, with FLOPs and bytes of each.';
  static override examples = [
    '<%= config.bin %> inspect profiles/sim-tx2-1a2b3c4d.sqlite',
    '<%= config.bin %> inspect tables/sim-tx2.tables.sqlite --json',
    '<%= config.bin %> inspect ./encoder.onnx --dimension sequence=128 --granularity auto',
  ];
  static override args = {
    file: Args.string({
      description: 'A profile or a table file (SQLite), an ONNX file, or a sample network.',
      required: true,
    }),
  };

  static override flags = {
    batch: Flags.integer({
      description: 'Inputs of a model at once. Default: what it was exported for, or 1.',
      min: 1,
      max: 4096,
    }),
    ...cutFlags,
  };

  override async run(): Promise<Inspection> {
    const {args, flags} = await this.parse(Inspect);
    const inspection = await inspectFile(args.file, {batch: flags.batch, ...cutRequest(flags)});
    this.log(renderInspection(inspection));
    return inspection;
  }
}
