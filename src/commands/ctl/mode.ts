import {Args} from '@oclif/core';
import {BaseCommand} from '../../cli/base-command.js';
import {controlFlag} from '../../cli/control-flag.js';
import {sendControl} from '../../composition/control.js';
import {MODES, type Mode} from '../../core/schedule/mode.js';

export default class CtlMode extends BaseCommand {
  static override summary = 'Change what a running cohort optimises; it holds from the next layer boundary on.';
  static override examples = ['<%= config.bin %> ctl mode balanced'];
  static override args = {
    mode: Args.string({options: [...MODES], description: 'The new mode.', required: true}),
  };
  static override flags = {control: controlFlag()};

  override async run(): Promise<object> {
    const {args, flags} = await this.parse(CtlMode);
    const result = await sendControl({command: 'mode', mode: args.mode as Mode}, flags.control);
    this.log(`The cohort now runs for ${args.mode}.`);
    return result;
  }
}
