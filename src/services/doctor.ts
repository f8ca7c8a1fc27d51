import type {Diagnosis, Finding} from '../core/board/diagnosis.js';
import type {MachineFacts} from '../core/board/machine-facts.js';

/** Board and its clocks hotter than this throttle soon. */
const HOT_MC = 85_000;
/** Fixed SDK generation on which no supported Node.js starts. */
const OLD_JETPACK = '4';
/** The first C library that the official Node.js builds start on. */
const NODE_GLIBC = 2.28;

/** Judges what was found of a machine. */
export function diagnose(facts: MachineFacts): Diagnosis {
  const findings = [
    noteFinding,
    accessFinding,
    mountFinding,
    railFinding,
    writerFinding,
    heatFinding,
    userlandFinding,
  ].flatMap((check) => check(facts) ?? []);
  return {facts, findings, engines: enginesOf(facts)};
}

function noteFinding({note}: MachineFacts): Finding | undefined {
  if (note === undefined) return undefined;
  const problem = `process ${note.pid} left the board at ${note.writtenAt} without putting its clocks back`;
  return {severity: 'error', problem, mend: 'sudo neuos restore'};
}

function accessFinding({nodes, runtime}: MachineFacts): Finding | undefined {
  const closed = nodes.filter(({readable, writable}) => !readable || !writable);
  const [first] = closed;
  if (first === undefined) return undefined;
  const problem = `${closed.length} of ${nodes.length} nodes cannot be written, such as ${first.node}`;
  const mend = runtime.isRoot ? 'mount -o remount,rw /sys' : 'sudo neuos profile';
  return {severity: 'error', problem, mend};
}

/** The memory clock's files are in debugfs, which a known board has and only root sees. */
function mountFinding({board, clocks, runtime}: MachineFacts): Finding | undefined {
  if (board === undefined || clocks.some(({name}) => name === 'emc')) return undefined;
  const problem = "the memory clock cannot be set: the firmware's files under /sys/kernel/debug are not there";
  return {
    severity: 'error',
    problem,
    mend: runtime.isRoot ? 'mount -t debugfs none /sys/kernel/debug' : 'sudo neuos doctor',
  };
}

function railFinding({total, totalProblem, rails}: MachineFacts): Finding | undefined {
  if (totalProblem !== undefined) return {severity: 'error', problem: totalProblem, mend: 'neuos boards probe'};
  const silent = rails.find(({problem}) => problem !== undefined);
  if (silent !== undefined) {
    return {
      severity: 'warning',
      problem: `${silent.rail} cannot be read: ${silent.problem ?? ''}`,
      mend: 'neuos boards probe',
    };
  }
  if (total !== undefined) return undefined;
  const problem = 'no power sensor stands for the whole machine: power and energy stay empty';
  return {severity: 'warning', problem, mend: 'neuos profile --board sim:tx2'};
}

function writerFinding({clockWriters}: MachineFacts): Finding | undefined {
  if (clockWriters.length === 0) return undefined;
  const problem = `other programs set clocks on this machine: ${clockWriters.join(', ')}`;
  return {severity: 'warning', problem, mend: `sudo systemctl stop ${clockWriters.join(' ')}`};
}

function heatFinding({temperatureMc, isThrottling}: MachineFacts): Finding | undefined {
  const celsius = temperatureMc === null ? 'unknown' : `${(temperatureMc / 1000).toFixed(0)} °C`;
  if (isThrottling)
    return {severity: 'warning', problem: `the board throttles now (${celsius})`, mend: 'let it cool down'};
  if (temperatureMc === null || temperatureMc < HOT_MC) return undefined;
  return {severity: 'warning', problem: `the board is at ${celsius} and will throttle soon`, mend: 'let it cool down'};
}

function userlandFinding({jetpack, runtime}: MachineFacts): Finding | undefined {
  const glibc = Number(runtime.glibc ?? NODE_GLIBC);
  if (jetpack !== OLD_JETPACK || glibc >= NODE_GLIBC) return undefined;
  const problem = `JetPack 4 has glibc ${runtime.glibc ?? ''}, Node.js 20 needs ${NODE_GLIBC} or newer`;
  return {severity: 'error', problem, mend: 'run neuos in a container, see docs/jetson-containers.md'};
}

function enginesOf({runtime}: MachineFacts): Diagnosis['engines'] {
  const why =
    runtime.arch === 'arm64'
      ? 'the npm build of ONNX Runtime for ARM has no GPU provider'
      : 'this version runs layers with ONNX Runtime on the CPU';
  return [
    {engine: 'cpu', possible: true, why: 'ONNX Runtime on the CPU'},
    {engine: 'gpu', possible: false, why},
  ];
}
