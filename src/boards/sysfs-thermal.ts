import type {ThermalMonitor} from '../core/board/actuator.js';
import type {BoardNodes} from '../core/board/nodes.js';
import type {SysfsTree} from './sysfs-tree.js';

const THERMAL = '/sys/class/thermal';
const HWMON = '/sys/class/hwmon';
/** Reads a fixed value on every board. */
const FIXED_ZONE = 'PMIC-Die';
/** Sensors whose power domain is off read far below any climate. */
const LOWEST_MC = -50_000;
/** Devices that slow the processors down; fans cool without that. */
const SLOWING = /cpu|gpu|processor|balanced|cluster/i;
/** A core may fall this far behind its request by measuring alone. */
const CLOCK_TOLERANCE = 0.05;

/** Heat and throttling by the kernel's files. */
export class SysfsThermal implements ThermalMonitor {
  constructor(
    readonly tree: SysfsTree,
    readonly nodes: BoardNodes,
  ) {}

  temperatureMc(): number | undefined {
    const temperatures = this.#entries('thermal_zone')
      .filter((zone) => this.tree.tryRead(`${zone}/type`) !== FIXED_ZONE)
      .flatMap((zone) => this.tree.tryNumber(`${zone}/temp`) ?? [])
      .filter((temperatureMc) => temperatureMc > LOWEST_MC);
    return temperatures.length === 0 ? undefined : Math.max(...temperatures);
  }

  isThrottling(): boolean {
    return this.#isCooling() || this.#gpuIsHeld() || this.#cpuIsHeld();
  }

  eventCount(): number {
    const nodes = this.tree
      .list(HWMON)
      .filter((entry) => this.tree.tryRead(`${HWMON}/${entry}/name`) === 'soctherm_oc')
      .flatMap((entry) => [1, 2, 3].map((n) => `${HWMON}/${entry}/oc${n}_event_cnt`));
    return nodes.reduce((sum, node) => sum + (this.tree.tryNumber(node) ?? 0), 0);
  }

  #entries(kind: string): readonly string[] {
    return this.tree
      .list(THERMAL)
      .filter((name) => name.startsWith(kind))
      .map((name) => `${THERMAL}/${name}`);
  }

  #isCooling(): boolean {
    return this.#entries('cooling_device').some(
      (device) =>
        SLOWING.test(this.tree.tryRead(`${device}/type`) ?? '') &&
        (this.tree.tryNumber(`${device}/cur_state`) ?? 0) > 0,
    );
  }

  #gpuIsHeld(): boolean {
    const {gpu} = this.nodes;
    if (gpu === undefined) return false;
    const [current, lowest] = [gpu.currentNode, gpu.minNode].map((node) => this.tree.tryNumber(node) ?? 0);
    return current !== undefined && lowest !== undefined && current > 0 && current < lowest;
  }

  /** The measured clock against the requested one; only root may read the first. */
  #cpuIsHeld(): boolean {
    return this.nodes.cpuDomains.some(({currentNode}) => {
      const measured = this.tree.tryNumber(currentNode.replace('scaling_cur_freq', 'cpuinfo_cur_freq'));
      const requested = this.tree.tryNumber(currentNode);
      return measured !== undefined && requested !== undefined && measured < requested * (1 - CLOCK_TOLERANCE);
    });
  }
}
