import {Flags} from '@oclif/core';
import {BaseCommand} from '../cli/base-command.js';
import {profileFlag, seedFlag} from '../cli/flags.js';
import {rootFlag} from '../cli/root-flag.js';
import {composeVerification} from '../composition/verify.js';
import {renderVerification, type VerificationReport} from '../report/verification.js';
import {verify} from '../services/verify.js';

export default class Verify extends BaseCommand {
  static override summary = 'Measure ten stored rows again and say whether the profile still holds on this board.';
  static override description =
    'Another unit of the same board, another release of its system, heat or a power mode may have changed it.';
  static override examples = ['sudo <%= config.bin %> verify --profile profiles/agx-orin-1a2b3c4d.sqlite'];
  static override flags = {
    profile: profileFlag({description: 'Profile to verify. Default: the newest one under profiles/.'}),
    model: Flags.string({
      description: 'File of a network, once for each in the order of the profile. Default: the samples of these names.',
      helpValue: 'MODEL',
      multiple: true,
    }),
    root: rootFlag(),
    seed: seedFlag({description: 'Which rows to measure.'}),
  };

  override async run(): Promise<VerificationReport> {
    const {flags} = await this.parse(Verify);
    const {inputs, board, networks, release} = await composeVerification({...flags, models: flags.model});
    try {
      const report = {...(await verify({...inputs, signal: this.signal})), file: inputs.place, board};
      this.log(renderVerification(report, networks));
      return report;
    } finally {
      await release();
    }
  }
}
