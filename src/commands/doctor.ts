import {BaseCommand} from '../cli/base-command.js';
import {rootFlag} from '../cli/root-flag.js';
import {machineFacts} from '../composition/machine.js';
import type {Diagnosis} from '../core/board/diagnosis.js';
import {renderDoctor} from '../report/machine.js';
import {diagnose} from '../services/doctor.js';

export default class Doctor extends BaseCommand {
  static override summary = 'Say what keeps this machine from being measured, and the command that mends it.';
  static override description = 'Looks only; no clock is changed.';
  static override examples = ['<%= config.bin %> doctor', 'sudo <%= config.bin %> doctor --json'];
  static override flags = {root: rootFlag()};

  override async run(): Promise<Diagnosis> {
    const {flags} = await this.parse(Doctor);
    const result = diagnose(machineFacts(flags.root));
    this.log(renderDoctor(result));
    return result;
  }
}
