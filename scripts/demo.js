// The whole way in a minute or two: profile three networks on a simulated board, build tables, and run the same cohort
// in three modes and with every clock at its top. Prints each command before it runs it.
import {spawnSync} from 'node:child_process';
import {fileURLToPath} from 'node:url';

const PROFILE = 'profiles/demo.sqlite';
const TABLE = 'tables/demo.tables.sqlite';
const COHORT = 'profiles/cohorts/demo.yaml';
// Fewer images and approximation configurations than by default, to stay within two minutes on two cores.
const MODELS = ['alexnet-fmnist', 'googlenet-fmnist', 'resnet50-fmnist'].flatMap((model) => ['--model', model]);
const RUN = ['run', '--cohort', COHORT, '--table', TABLE, '--jobs', '2000', '--execute', '60', '--max-miss', '0.5%'];

const STEPS = [
  ['profile', ...MODELS, '--images', '800', '--approximations', '10', '--profile', PROFILE],
  ['build-tables', '--profile', PROFILE, '--table', TABLE],
  [...RUN, '--mode', 'max-accuracy'],
  [...RUN, '--mode', 'balanced'],
  [...RUN, '--mode', 'min-energy'],
  [...RUN, '--policy', 'max-n'],
];

const root = fileURLToPath(new URL('..', import.meta.url));
for (const step of STEPS) {
  process.stdout.write(`\n$ neuos ${step.join(' ')}\n`);
  const {status} = spawnSync(process.execPath, ['bin/run.js', ...step], {cwd: root, stdio: 'inherit'});
  if (status !== 0) {
    process.exitCode = status ?? 1;
    break;
  }
}
