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
    powerModeFinding,
    pinnedFinding,
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

/** Mode 0 is the one without caps on every board. */
function powerModeFinding({powerMode}: MachineFacts): Finding | undefined {
  if (powerMode === undefined || powerMode.id === 0) return undefined;
  const problem = `nvpmodel's mode ${powerMode.id} (${powerMode.name}) caps clocks: configurations above its caps do not take`;
  return {severity: 'warning', problem, mend: 'sudo nvpmodel -m 0'};
}

function pinnedFinding({board, clocks}: MachineFacts): Finding | undefined {
  if (board === undefined || clocks.length === 0 || !clocks.every(({isPinned}) => isPinned)) return undefined;
  const problem = 'every clock is pinned, as jetson_clocks leaves them: neuos would give the board back like that';
  return {severity: 'warning', problem, mend: 'sudo jetson_clocks --restore'};
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

function enginesOf({runtime, jetpack}: MachineFacts): Diagnosis['engines'] {
  const whyCpu =
    jetpack === OLD_JETPACK
      ? 'ONNX Runtime on the CPU, in a container: JetPack 4 starts no Node.js 20'
      : 'ONNX Runtime on the CPU';
  const whyNoGpu =
    runtime.arch === 'arm64'
      ? 'the npm build of ONNX Runtime for ARM has no GPU provider'
      : 'this version runs layers with ONNX Runtime on the CPU';
  return [
    {engine: 'cpu', possible: true, why: whyCpu},
    {engine: 'gpu', possible: false, why: whyNoGpu},
  ];
}
