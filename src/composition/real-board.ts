import {setTimeout} from 'node:timers/promises';
import {FileJournal} from '../boards/journal.js';
import {LINUX} from '../boards/linux-board.js';
import {openMachine, type Machine} from '../boards/machine.js';
import {NodeWriter} from '../boards/node-writer.js';
import {SysfsActuator} from '../boards/sysfs-actuator.js';
import {SysfsThermal} from '../boards/sysfs-thermal.js';
import type {Actuator, ThermalMonitor} from '../core/board/actuator.js';
import type {BoardDescription} from '../core/board/board.js';
import {unofferedLevels} from '../core/board/offered-space.js';
import type {PowerSensor} from '../core/board/power-sensor.js';
import {EnvironmentError} from '../core/errors.js';
import type {SweepCircumstances} from '../core/profile.js';
import {findChannels} from '../sensors/find-channels.js';
import {monotonicUs} from '../sensors/monotonic-clock.js';
import {lockBoard} from './board-lock.js';
import {findTotal} from './machine.js';

/** A board that this process drives, until it is released. */
export interface DrivenBoard {
  readonly board: BoardDescription;
  readonly actuator: Actuator;
  /** Samples already; absent where the machine measures no power. */
  readonly sensor: PowerSensor | undefined;
  readonly thermal: ThermalMonitor;
  /** Null where there is no rail gate; it is held off while the board is driven. */
  readonly gpuRailGated: boolean | null;
  readonly circumstances: Pick<SweepCircumstances, 'boardModel' | 'l4t' | 'kernel' | 'powerMode'>;
  readonly nowUs: () => number;
  readonly rest: (ms: number) => Promise<unknown>;
  /** Puts the clocks back and lets other processes have the board. */
  release(): Promise<void>;
}

/**
 * The machine under `root` as the board of a name, without driving it.
 *
 * **Errors:** EnvironmentError when it is another one, or does not offer a level of its space.
 */
export function openRealMachine(name: string, root: string): Machine {
  const machine = openMachine(root, name === LINUX);
  const {recognized, board, nodes, identity} = machine;
  if (name !== LINUX && recognized?.name !== name) {
    const what = recognized?.title ?? identity.model ?? 'no board that neuos knows';
    throw new EnvironmentError(`--board ${name}: this machine is ${what}`, {
      suggestions: [`neuos profile --board sim:${name}`, 'neuos profile --board linux', 'neuos boards probe'],
    });
  }
  const [missing] = unofferedLevels(board.space, nodes, board.clusters);
  if (missing !== undefined) {
    const nearest = missing.nearestHz.map((hz) => `${hz / 1e6}`).join(' and ');
    throw new EnvironmentError(
      `--board ${name}: the kernel offers no ${missing.clock} of ${missing.hz / 1e6} MHz; the nearest are ${nearest} MHz`,
      {suggestions: ['neuos boards probe']},
    );
  }
  return machine;
}

/**
 * Takes the machine under `root` as the board of a name: no other process may drive it meanwhile, and however this one
 * ends, but for being killed, the clocks are put back.
 *
 * **Errors:** EnvironmentError when another process drives it or was killed while it did, or a rail is missing.
 */
export async function driveRealBoard(name: string, root: string): Promise<DrivenBoard> {
  const machine = openRealMachine(name, root);
  const {tree, nodes, board, identity} = machine;
  const journal = new FileJournal(tree);
  const lock = lockBoard(journal.file);
  try {
    checkNote(journal);
    const writer = new NodeWriter(tree, nodes);
    const thermal = new SysfsThermal(tree, nodes);
    const bootId = tree.tryRead('/proc/sys/kernel/random/boot_id') ?? 'unknown';
    const note = {board: name, pid: process.pid, writtenAt: new Date().toISOString(), bootId};
    const actuator = new SysfsActuator({tree, nodes, clusters: board.clusters, writer, journal, thermal, note});
    const sensor = await startSensor(machine);
    const stopWatching = restoreOnExit(actuator);
    const powerMode = tree.tryRead('/var/lib/nvpmodel/status');
    return {
      board,
      actuator,
      sensor,
      thermal,
      gpuRailGated: nodes.gpu?.railgateNode === undefined ? null : false,
      circumstances: {
        ...(identity.model === undefined ? {} : {boardModel: identity.model}),
        ...(identity.l4t === undefined ? {} : {l4t: identity.l4t}),
        ...(identity.kernel === undefined ? {} : {kernel: identity.kernel}),
        ...(powerMode === undefined ? {} : {powerMode}),
      },
      nowUs: monotonicUs,
      rest: setTimeout,
      release: async () => {
        stopWatching();
        try {
          actuator.restore();
        } finally {
          writer.close();
          lock.release();
          await sensor?.stop();
        }
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

function checkNote(journal: FileJournal): void {
  const left = journal.read();
  if (left === undefined) return;
  throw new EnvironmentError(
    `process ${left.pid} changed this board's clocks at ${left.writtenAt} and was killed before it put them back`,
    {suggestions: ['sudo neuos restore']},
  );
}

async function startSensor(machine: Machine): Promise<PowerSensor | undefined> {
  const total = findTotal(machine, findChannels(machine.tree));
  if (total === undefined) return undefined;
  const {SampledSensor} = await import('../sensors/sampled-sensor.js');
  const sensor = new SampledSensor(total);
  try {
    await sensor.start();
  } catch (error) {
    await sensor.stop();
    throw error;
  }
  return sensor;
}

/** The last way out: an exception that nobody caught, or an exit in the middle. Everything here is synchronous. */
function restoreOnExit(actuator: Actuator): () => void {
  const onExit = () => {
    try {
      actuator.restore();
    } catch (error) {
      process.stderr.write(
        `Error: ${error instanceof Error ? error.message : String(error)}\n  Try: sudo neuos restore\n`,
      );
    }
  };
  process.once('exit', onExit);
  return () => process.off('exit', onExit);
}
