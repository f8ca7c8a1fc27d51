import {BaseCommand} from '../cli/base-command.js';
import {profileFlag, tableFlag} from '../cli/flags.js';
import {composeTables} from '../composition/tables.js';
import {renderTables, tablesReport, type TablesReport} from '../report/tables-result.js';
import {buildTablesFromProfile} from '../services/build-tables.js';

export default class BuildTables extends BaseCommand {
  static override summary = 'Turn a profile into the lookup tables that `run` schedules with.';
  static override description = `For every network and layer: which configuration to use for how urgent the rest of the job is. Two sets of
plans are built: \`horizon\` plans all remaining layers and the clock changes between them, \`layer\` is the paper's
table, each layer by itself.`;
  static override examples = [
    '<%= config.bin %> build-tables',
    '<%= config.bin %> build-tables --profile profiles/sim-tx2-1a2b3c4d.sqlite --table tables/mine.sqlite',
  ];
  static override flags = {
    profile: profileFlag({description: 'File of the profile (SQLite). Default: the newest one in profiles/.'}),
    table: tableFlag({description: 'File to write. Default: tables/BOARD.tables.sqlite.'}),
  };

  override async run(): Promise<TablesReport> {
    const {flags} = await this.parse(BuildTables);
    const composed = await composeTables(flags.profile, flags.table);
    try {
      this.note(`Reading ${composed.inputs.place}`, flags);
      const report = tablesReport(buildTablesFromProfile(composed.inputs), composed.file);
      this.log(`${renderTables(report)}\nNext: neuos run --table ${composed.file} --cohort FILE`);
      return report;
    } finally {
      composed.close();
    }
  }
}
