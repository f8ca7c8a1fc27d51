import {existsSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {readState} from '../../src/boards/read-state.js';
import {configurationKey, type ConfigurationSpace} from '../../src/core/board/space.js';
import {dryRun} from '../../src/composition/real-profile.js';
import type {DvfsConfiguration} from '../../src/core/board/configuration.js';
import {renderDryRun} from '../../src/report/machine.js';
import {shuffledIndices} from '../../src/core/random/shuffle.js';
import {driveBoard, type DrivenBoard} from '../support/fake-actuator.js';
import {FAKE_BOARDS} from '../support/fake-boards.js';

/** Configurations of a walk, far apart in no order. */
const STEPS = 60;

describe.each(FAKE_BOARDS.map((fake) => ({...fake, title: `${fake.name} on L4T ${fake.l4t}`})))('$title', (fake) => {
  it('takes any configuration after any other, by the strict rules of kernel 4.9', () => {
    const driven = driveBoard(fake);
    for (const index of walk(driven)) {
      const configuration = driven.space.at(index);
      driven.actuator.apply(configuration);
      expect(inForce(driven)).toBe(configurationKey(configuration));
    }
  });

  it('writes only what changes: nothing at all the second time, one clock when one differs', () => {
    const {actuator, space, nodes, kernel} = driveBoard(fake);
    const top = space.at(space.reference);
    actuator.apply(top);
    expect(actuator.apply(top).writes).toEqual([]);
    const lower = {...top, gpuHz: nodes.gpu?.ratesHz[0] ?? 0};
    const before = kernel.written.length;
    expect(actuator.apply(lower).writes.map(({node}) => node)).toEqual([nodes.gpu?.minNode, nodes.gpu?.maxNode]);
    expect(kernel.written.length - before).toBe(2);
    expect(actuator.apply(top).writes.map(({node}) => node)).toEqual([nodes.gpu?.maxNode, nodes.gpu?.minNode]);
  });

  it('pins every policy of a cluster, powers the GPU before its clock and locks the memory clock after its rate', () => {
    const {actuator, space, nodes} = driveBoard(fake);
    const order = actuator.apply(space.at(space.reference)).writes.map(({node}) => node);
    for (const {minNode} of nodes.cpuDomains) expect(order).toContain(minNode);
    const at = (node = '') => order.indexOf(node);
    expect(at(nodes.gpu?.railgateNode)).toBeLessThan(at(nodes.gpu?.minNode));
    expect(at(nodes.gpu?.powerControlNode)).toBeLessThan(at(nodes.gpu?.minNode));
    expect(at(nodes.emc?.rateNode)).toBeLessThan(at(nodes.emc?.lockNode));
    expect(at(nodes.emc?.rateNode)).toBeGreaterThanOrEqual(0);
  });

  it('plans the writes that it then does, and plans without writing', () => {
    const {actuator, space, kernel, journal} = driveBoard(fake);
    expect(actuator.plan(space.at(space.reference)).length).toBeGreaterThan(4);
    expect(existsSync(journal.file)).toBe(false);
    for (const index of [0, space.reference, 1]) {
      const before = kernel.written.length;
      const planned = actuator.plan(space.at(index));
      expect(kernel.written.length).toBe(before);
      // Limits of a policy that sleeps cannot be known beforehand: they are planned, and written where they differ.
      const {writes} = actuator.apply(space.at(index));
      for (const write of writes) expect(planned).toContainEqual(write);
    }
  });

  it('prints on a dry run what it would write, and writes nothing', () => {
    const {tree, nodes, journal} = driveBoard(fake);
    const found = readState(tree, nodes);
    const run = dryRun(fake.name, tree.root);
    const text = renderDryRun(run);
    expect(run.plans).toHaveLength(2);
    for (const {node, value} of run.plans.flatMap(({writes}) => writes)) expect(text).toContain(`  ${value} > ${node}`);
    expect(text).toMatch(/\/railgate_enable\n[^]*Nothing was written\.$/);
    expect(readState(tree, nodes)).toEqual(found);
    expect(existsSync(journal.file)).toBe(false);
  });

  it('is as it was found after it is restored, and leaves no note', () => {
    const driven = driveBoard(fake);
    const {actuator, tree, nodes, space, journal} = driven;
    const found = readState(tree, nodes);
    for (const index of walk(driven).slice(0, 5)) actuator.apply(space.at(index));
    expect(journal.read()?.state.limits).toMatchObject(found.limits);
    actuator.restore();
    expect(readState(tree, nodes)).toEqual(found);
    expect(journal.read()).toBeUndefined();
  });

  it('notes the state on disk before the first write', () => {
    const seen: boolean[] = [];
    const driven = driveBoard(fake);
    const {kernel, journal, actuator, space} = driven;
    const write = kernel.write.bind(kernel);
    kernel.write = (one) => {
      seen.push(existsSync(journal.file));
      write(one);
    };
    actuator.apply(space.at(0));
    expect(seen[0]).toBe(true);
  });
});

function walk({space}: DrivenBoard): readonly number[] {
  return [...shuffledIndices(space.size, 7)].slice(0, STEPS);
}

/** The configuration that the board's files show, in the board's own terms. */
function inForce({tree, nodes, board, space}: DrivenBoard): string {
  const {onlineCpus, limits, emc} = readState(tree, nodes);
  const configuration: DvfsConfiguration = {
    clusters: board.clusters.map(({cpus}, cluster) => {
      const online = cpus.filter((cpu) => onlineCpus.includes(cpu));
      const policies = nodes.cpuDomains.filter((domain) => domain.cpus.some((cpu) => online.includes(cpu)));
      const clocks = new Set(policies.flatMap(({name}) => [limits[name]?.min, limits[name]?.max]));
      if (clocks.size > 1) throw new Error(`policies of ${board.clusters[cluster]?.name ?? ''} differ`);
      const [khz] = clocks;
      return {cpuHz: khz === undefined ? cpuHzWhenOff(space, cluster) : khz * 1000, onlineCpus: online};
    }),
    gpuHz: limits['gpu']?.max ?? 0,
    emcHz: emc?.locked === true ? emc.rateHz : 0,
  };
  return configurationKey(configuration);
}

/** A cluster that is off has the clock that its space gives it there. */
function cpuHzWhenOff(space: ConfigurationSpace, cluster: number): number {
  return space.at(0).clusters[cluster]?.cpuHz ?? 0;
}
