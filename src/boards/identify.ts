import type {BoardIdentity} from '../core/board/identity.js';
import type {SysfsTree} from './sysfs-tree.js';

const DEVICE_TREE = '/proc/device-tree';
const FIRMWARE_DEVICE_TREE = '/sys/firmware/devicetree/base';
const RELEASE = /^# R(\d+) \(release\), REVISION: ([\d.]+)/;

/** What the machine under a root says of itself. */
export function identify(tree: SysfsTree): BoardIdentity {
  const property = (name: string) =>
    tree.tryRead(`${DEVICE_TREE}/${name}`) ?? tree.tryRead(`${FIRMWARE_DEVICE_TREE}/${name}`);
  const model = property('model');
  const kernel = tree.tryRead('/proc/sys/kernel/osrelease');
  const l4t = releaseOf(tree.tryRead('/etc/nv_tegra_release'));
  return {
    ...(model === undefined ? {} : {model}),
    compatible: strings(property('compatible')),
    hints: [...strings(property('nvidia,boardids')), ...strings(property('nvidia,dtsfilename'))],
    ...(l4t === undefined ? {} : {l4t}),
    ...(kernel === undefined ? {} : {kernel}),
  };
}

/** The device tree separates strings by NUL. */
function strings(property: string | undefined): readonly string[] {
  return (property ?? '').split('\0').filter((text) => text !== '');
}

function releaseOf(text: string | undefined): string | undefined {
  const match = RELEASE.exec(text ?? '');
  return match === null ? undefined : `${match[1]}.${match[2]}`;
}
