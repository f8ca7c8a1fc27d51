import {BaseCommand} from '../../cli/base-command.js';
import {controlFlag} from '../../cli/control-flag.js';
import {sendControl} from '../../composition/control.js';
import {renderCohortStatus} from '../../report/cohort-status.js';
import type {CohortStatus} from '../../core/schedule/status.js';

export default class CtlStatus extends BaseCommand {
  static override summary = 'Show where a running cohort stands.';
  static override examples = ['<%= config.bin %> ctl status'];
  static override flags = {control: controlFlag()};

  override async run(): Promise<object> {
    const {flags} = await this.parse(CtlStatus);
    const status = await sendControl({command: 'status'}, flags.control);
    this.log(renderCohortStatus(status as CohortStatus).join('\n'));
    return status;
  }
}
