import {BaseCommand} from '../../cli/base-command.js';
import {rootFlag} from '../../cli/root-flag.js';
import {machineFacts} from '../../composition/machine.js';
import type {MachineFacts} from '../../core/board/machine-facts.js';
import {renderProbe} from '../../report/machine.js';

export default class BoardsProbe extends BaseCommand {
  static override summary = 'Show what this machine is and what it lets be set and measured.';
  static override description = 'Looks only; no clock is changed.';
  static override examples = ['<%= config.bin %> boards probe', '<%= config.bin %> boards probe --root /host --json'];
  static override flags = {root: rootFlag()};

  override async run(): Promise<MachineFacts> {
    const {flags} = await this.parse(BoardsProbe);
    const facts = machineFacts(flags.root);
    this.log(renderProbe(facts));
    return facts;
  }
}
