import type {SysfsTree} from './sysfs-tree.js';

/** Programs that set clocks, caps or fans by themselves, by the name the kernel gives a process. */
const KNOWN = new Set([
  'nvpmodel',
  'jetson_clocks',
  'nvpower.sh',
  'nvpower',
  'nvfancontrol',
  'nvphsd',
  'jtop',
  'thermald',
  'tlp',
  'tuned',
  'power-profiles-',
  'auto-cpufreq',
  'cpufreqd',
]);

/** Known programs among the running ones, each once. */
export function findClockWriters(tree: SysfsTree): readonly string[] {
  const names = tree
    .list('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => tree.tryRead(`/proc/${pid}/comm`) ?? []);
  return [...new Set(names.filter((name) => KNOWN.has(name)))].toSorted();
}
