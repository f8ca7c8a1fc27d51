import {Args} from '@oclif/core';
import {BaseCommand} from '../cli/base-command.js';
import {inspectFile} from '../composition/inspect.js';
import {renderInspection, type Inspection} from '../report/inspection.js';

export default class Inspect extends BaseCommand {
  static override summary = 'Look into a profile or a table file.';
  static override examples = [
    '<%= config.bin %> inspect profiles/sim-tx2-1a2b3c4d.sqlite',
    '<%= config.bin %> inspect tables/sim-tx2.tables.sqlite --json',
  ];
  static override args = {
    file: Args.string({description: 'A profile or a table file (SQLite).', required: true}),
  };

  override async run(): Promise<Inspection> {
    const {args} = await this.parse(Inspect);
    const inspection = await inspectFile(args.file);
    this.log(renderInspection(inspection));
    return inspection;
  }
}
