import type {NodeReader} from '../core/board/node-reader.js';
import type {RailChannel, RailSource} from '../core/board/power-sensor.js';

const DRIVERS = '/sys/bus/i2c/drivers';
const HWMON = '/sys/class/hwmon';
const POWERCAP = '/sys/class/powercap';
/** Label of a channel that no rail is wired to. */
const NOT_CONNECTED = 'NC';

/** Every rail that this machine measures, found by driver and name: the kernel's numbers change from boot to boot. */
export function findChannels(tree: NodeReader): readonly RailChannel[] {
  return [...iioChannels(tree), ...ina3221Channels(tree), ...raplChannels(tree), ...hwmonPowerChannels(tree)];
}

/** Devices that a driver of the I²C bus is bound to: `0-0041`. */
function boundDevices(tree: NodeReader, driver: string): readonly string[] {
  return tree.list(`${DRIVERS}/${driver}`).filter((name) => /^\d+-00[0-9a-f]{2}$/.test(name));
}

/** JetPack 4: power in mW, and one line with mV and mA of the same conversion. Channels count from 0. */
function iioChannels(tree: NodeReader): readonly RailChannel[] {
  const driver = 'ina3221x';
  return boundDevices(tree, driver).flatMap((device) => {
    const folders = tree.list(`${DRIVERS}/${driver}/${device}`).filter((name) => name.startsWith('iio:device'));
    return folders.flatMap((name) => {
      const folder = `${DRIVERS}/${driver}/${device}/${name}`;
      return [0, 1, 2].flatMap((channel): RailChannel[] => {
        const rail = tree.tryRead(`${folder}/rail_name_${channel}`);
        if (rail === undefined || rail === NOT_CONNECTED) return [];
        return [{rail, driver, device, enabled: true, source: iioSource(tree, folder, channel)}];
      });
    });
  });
}

function iioSource(tree: NodeReader, folder: string, channel: number): RailSource {
  const pair = `${folder}/ui_input_${channel}`;
  if (tree.exists(pair)) return {kind: 'pair', file: tree.locate(pair)};
  return {kind: 'power', file: tree.locate(`${folder}/in_power${channel}_input`), unitsPerMw: 1};
}

/** JetPack 5 and later: mV and mA, no power. Channels count from 1; the sum channel beyond 3 is no rail. */
function ina3221Channels(tree: NodeReader): readonly RailChannel[] {
  const driver = 'ina3221';
  return boundDevices(tree, driver).flatMap((device) => {
    const hwmon = `${DRIVERS}/${driver}/${device}/hwmon`;
    return tree.list(hwmon).flatMap((name) => {
      const folder = `${hwmon}/${name}`;
      return [1, 2, 3].flatMap((channel): RailChannel[] => {
        const rail = tree.tryRead(`${folder}/in${channel}_label`) ?? `${device}/in${channel}`;
        if (rail === NOT_CONNECTED || !tree.exists(`${folder}/in${channel}_input`)) return [];
        return [
          {
            rail,
            driver,
            device,
            enabled: tree.tryRead(`${folder}/in${channel}_enable`) !== '0',
            source: {
              kind: 'voltage-current',
              voltageFile: tree.locate(`${folder}/in${channel}_input`),
              currentFile: tree.locate(`${folder}/curr${channel}_input`),
            },
          },
        ];
      });
    });
  });
}

/** Energy counters of the processor's packages; their parts are contained in them. */
function raplChannels(tree: NodeReader): readonly RailChannel[] {
  return tree
    .list(POWERCAP)
    .filter((name) => /^intel-rapl:\d+$/.test(name))
    .flatMap((device): RailChannel[] => {
      const folder = `${POWERCAP}/${device}`;
      const rail = tree.tryRead(`${folder}/name`) ?? device;
      const rangeUj = tree.tryNumber(`${folder}/max_energy_range_uj`);
      if (rangeUj === undefined || !rail.startsWith('package')) return [];
      const enabled = tree.tryNumber(`${folder}/energy_uj`) !== undefined;
      const source = {kind: 'energy', file: tree.locate(`${folder}/energy_uj`), rangeUj} as const;
      return [{rail, driver: 'intel-rapl', device, enabled, source}];
    });
}

/** Any other device of the machine that gives power in µW. */
function hwmonPowerChannels(tree: NodeReader): readonly RailChannel[] {
  return tree.list(HWMON).flatMap((entry) => {
    const folder = `${HWMON}/${entry}`;
    const device = tree.tryRead(`${folder}/name`) ?? entry;
    const nodes = tree.list(folder).filter((name) => /^power\d+_(input|average)$/.test(name));
    return nodes.map((node): RailChannel => {
      const label = tree.tryRead(`${folder}/${node.replace(/_(input|average)$/, '_label')}`);
      return {
        rail: label ?? `${device}/${node}`,
        driver: 'hwmon',
        device,
        enabled: true,
        source: {kind: 'power', file: tree.locate(`${folder}/${node}`), unitsPerMw: 1000},
      };
    });
  });
}
