import {Flags} from '@oclif/core';
import {BaseCommand} from '../cli/base-command.js';
import {rootFlag} from '../cli/root-flag.js';
import {composeRestore} from '../composition/machine.js';
import type {Restoration} from '../core/board/journal.js';
import {renderRestore} from '../report/machine.js';
import {restore} from '../services/restore.js';

export default class Restore extends BaseCommand {
  static override summary = 'Give a board its clocks back after a process that drove it was killed.';
  static override description =
    'Every other way out puts the clocks back by itself. The state found is noted under /var/lib/neuos before the first change; this command reads the note.';
  static override examples = ['sudo <%= config.bin %> restore', '<%= config.bin %> restore --dry-run'];
  static override flags = {
    root: rootFlag(),
    'dry-run': Flags.boolean({description: 'Print the writes and do none of them.'}),
  };

  override async run(): Promise<Restoration> {
    const {flags} = await this.parse(Restore);
    const result = restore(composeRestore(flags.root), flags['dry-run']);
    this.log(renderRestore(result));
    return result;
  }
}
