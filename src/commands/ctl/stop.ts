import {BaseCommand} from '../../cli/base-command.js';
import {controlFlag} from '../../cli/control-flag.js';
import {sendControl} from '../../composition/control.js';

export default class CtlStop extends BaseCommand {
  static override summary = 'Stop a running cohort at the next layer boundary; it still prints its summary.';
  static override examples = ['<%= config.bin %> ctl stop'];
  static override flags = {control: controlFlag()};

  override async run(): Promise<object> {
    const {flags} = await this.parse(CtlStop);
    const result = await sendControl({command: 'stop'}, flags.control);
    this.log('The cohort stops at its next layer boundary.');
    return result;
  }
}
