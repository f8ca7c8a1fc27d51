import {describe, expect, it} from 'vitest';
import {CATALOGUE} from '../../../src/boards/catalogue.js';
import type {ConfigurationSpace} from '../../../src/core/board/space.js';
import {powerModeConfiguration} from '../../../src/core/board/power-mode.js';

const SIZES = {
  tx2: 11_760,
  'tx2-nx': 11_760,
  'agx-xavier': 51_968,
  'xavier-nx': 9000,
  'agx-orin': 15_312,
  'orin-nx': 5824,
  'orin-nano': 1800,
};

it('holds seven boards', () => {
  expect(CATALOGUE.map(({name}) => name)).toEqual(Object.keys(SIZES));
});

describe.each(CATALOGUE)('$title', ({name, clusters, space, hardware}) => {
  it('has a space whose clocks are whole hertz and whose last configuration is all at the top', () => {
    expect(space.size).toBe(SIZES[name as keyof typeof SIZES]);
    const hz = space.dimensions.flatMap(({levels}) => levels.flat().flatMap((set) => ('hz' in set ? [set.hz] : [])));
    expect(hz.filter((value) => !Number.isInteger(value) || value <= 0)).toEqual([]);
    const top = space.at(space.reference);
    expect([...space.dimensions.map(({levels}) => levels.at(-1))].flat()).toContainEqual({
      knob: 'gpu-clock',
      hz: top.gpuHz,
    });
    expect(top.clusters.map(({onlineCpus}) => onlineCpus)).toEqual(clusters.map(({cpus}) => cpus));
  });

  it('says every fact that a real board needs', () => {
    expect(hardware?.policies.length).toBe(clusters.length);
    expect(hardware?.policies.flat().every((cpu) => clusters.some(({cpus}) => cpus.includes(cpu)))).toBe(true);
    expect(hardware?.rails.total.length).toBeGreaterThan(0);
    expect(hardware?.rails.total.filter((rail) => hardware.rails.contained.includes(rail))).toEqual([]);
    expect(hardware?.modes.map(({id}) => id)).toEqual(hardware?.modes.map((_, id) => id));
  });

  it('finds its most and its least hungry mode in its space', () => {
    const [maxN, maxQ] = [hardware?.modes[0], hardware?.modes[hardware.efficientMode]];
    if (maxN === undefined || maxQ === undefined) throw new Error(`${name} has no modes`);
    const quiet = powerModeConfiguration(space, maxQ);
    expect(quiet).toBeDefined();
    const {clusters: set, gpuHz, emcHz} = space.at(quiet ?? 0);
    expect(set.flatMap(({onlineCpus}) => onlineCpus).every((cpu) => maxQ.onlineCpus.includes(cpu))).toBe(true);
    expect(gpuHz).toBeLessThanOrEqual(maxQ.gpuMaxHz * 1.01);
    const lowestEmcHz = Math.min(...emcLevels(space));
    expect(emcHz).toBeLessThanOrEqual(Math.max(maxQ.emcMaxHz * 1.01, lowestEmcHz));
    const unlimited = {...maxN, cpuMaxHz: clusters.map(() => Infinity), gpuMaxHz: Infinity, emcMaxHz: Infinity};
    const everyCore = {...unlimited, onlineCpus: clusters.flatMap(({cpus}) => cpus)};
    expect(powerModeConfiguration(space, everyCore)).toBe(space.reference);
  });
});

it('reads the modes of a TX2 as the vendor means them', () => {
  const {space, hardware} = CATALOGUE[0] ?? {};
  const maxQ = hardware?.modes[1];
  if (space === undefined || maxQ === undefined) throw new Error('no TX2');
  expect(space.at(powerModeConfiguration(space, maxQ) ?? 0)).toEqual({
    clusters: [
      {cpuHz: 960e6, onlineCpus: [0, 3, 4, 5]},
      {cpuHz: 345.6e6, onlineCpus: []},
    ],
    gpuHz: 854.25e6,
    emcHz: 1331.2e6,
  });
});

function emcLevels(space: ConfigurationSpace): readonly number[] {
  const settings = space.dimensions.flatMap(({levels}) => levels.flat());
  return settings.flatMap((setting) => (setting.knob === 'emc-clock' ? [setting.hz] : []));
}
