import {execFileSync, spawn, spawnSync} from 'node:child_process';
import {mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, it} from 'vitest';
import {findNodes} from '../../src/boards/find-nodes.js';
import {FileJournal} from '../../src/boards/journal.js';
import {NodeWriter} from '../../src/boards/node-writer.js';
import {readState} from '../../src/boards/read-state.js';
import {putBack} from '../../src/boards/sysfs-actuator.js';
import {SysfsTree} from '../../src/boards/sysfs-tree.js';
import {DataError} from '../../src/core/errors.js';
import {driveBoard, NOTE} from '../support/fake-actuator.js';
import {AGX_ORIN_R36, AGX_XAVIER_R35, plant, plantBoard, TX2_R32} from '../support/fake-boards.js';
import {refusalOf, StrictKernel} from '../support/kernel-rules.js';
import {temporaryFolder} from '../support/temporary-folder.js';

const root = process.getuid?.() === 0;
const POLICY1 = '/sys/devices/system/cpu/cpufreq/policy1';

describe('a kernel that refuses', () => {
  it.each([
    ['EACCES', 'permission denied (EACCES)', 'run it as root, such as sudo neuos doctor'],
    ['EINVAL', 'the kernel refuses the value (EINVAL)', 'neuos doctor'],
    ['EBUSY', 'it stays busy, as a policy does whose cores are offline (EBUSY)', 'neuos doctor'],
    ['ENODEV', 'its device has vanished (ENODEV)', 'neuos boards probe'],
  ])('a write with %s is named, with what mends it', (code, why, mends) => {
    const {actuator, space, nodes} = driveBoard(TX2_R32, ({gpu}) => ({failing: {node: gpu?.maxNode ?? '', code}}));
    actuator.apply(space.at(space.reference));
    const error = refusalOf(() => actuator.apply(space.at(0)));
    expect(error.message).toBe(`${nodes.gpu?.maxNode} cannot be set to 114750000: ${why}`);
    expect(error.suggestions).toContain(mends);
  });

  it.skipIf(root)('a node that belongs to root is named', () => {
    const {tree, nodes} = driveBoard(TX2_R32);
    const node = nodes.cpuDomains[0]?.maxNode ?? '';
    execFileSync('chmod', ['444', tree.locate(node)]);
    expect(
      refusalOf(() => {
        new NodeWriter(tree, nodes).write({node, value: '960000'});
      }).message,
    ).toContain('EACCES');
  });

  it('limits in the wrong order are what the strict kernel refuses', () => {
    const {tree, nodes, actuator, space} = driveBoard(TX2_R32);
    actuator.apply(space.at(0));
    const kernel = new StrictKernel(tree, nodes);
    const node = nodes.gpu?.minNode ?? '';
    expect(
      refusalOf(() => {
        kernel.write({node, value: '1300500000'});
      }).message,
    ).toContain('EINVAL');
  });

  it('a policy whose cores are offline is what the strict kernel calls busy', () => {
    const {tree, nodes} = driveBoard(TX2_R32);
    plant(tree.root, '/sys/devices/system/cpu/cpu1/online', 0);
    plant(tree.root, '/sys/devices/system/cpu/cpu2/online', 0);
    const write = {node: `${POLICY1}/scaling_max_freq`, value: '960000'};
    expect(
      refusalOf(() => {
        new StrictKernel(tree, nodes).write(write);
      }).message,
    ).toContain('EBUSY');
  });
});

describe('a knob that does not take', () => {
  it('is found by reading back', () => {
    const {actuator, space, nodes} = driveBoard(AGX_ORIN_R36, ({emc}) => ({deaf: emc?.rateNode ?? ''}));
    const error = refusalOf(() => actuator.apply(space.at(space.reference)));
    expect(error.message).toBe(
      `${nodes.emc?.rateNode} was set to 3199000000 and reads 665600000: the knob did not take`,
    );
    expect(error.suggestions).toContain('neuos doctor');
  });

  it('is waited for where the kernel puts it in force some time after the write', () => {
    const {actuator, space, kernel, tree, nodes} = driveBoard(AGX_ORIN_R36);
    const node = nodes.cpuDomains[2]?.minNode ?? '';
    const write = kernel.write.bind(kernel);
    kernel.write = (one) => {
      if (one.node !== node) write(one);
      else spawn('sh', ['-c', 'sleep 0.05; echo "$1" > "$2"', 'late', one.value, tree.locate(node)]);
    };
    actuator.apply(space.at(space.reference));
    expect(readState(tree, nodes).limits['policy8']).toEqual({min: 2201600, max: 2201600});
  });

  it('is an error where a power mode clamps it, for nothing throttles', () => {
    const {actuator, space} = driveBoard(AGX_XAVIER_R35, ({gpu}) => ({
      clampTo: {node: gpu?.maxNode ?? '', value: 675750000},
    }));
    actuator.apply(space.at(0));
    const error = refusalOf(() => actuator.apply({...space.at(0), gpuHz: 1377000000}));
    expect(error.message).toContain('cannot be set to 1377000000');
    expect(error.suggestions).toContain('neuos doctor');
  });

  it('is an error on the kernels that clamp without a word', () => {
    const {actuator, space, nodes} = driveBoard(AGX_XAVIER_R35, ({gpu}) => ({
      clampTo: {node: gpu?.maxNode ?? '', value: 675750000},
      takesCrossing: true,
    }));
    actuator.apply(space.at(0));
    const error = refusalOf(() => actuator.apply({...space.at(0), gpuHz: 1377000000}));
    expect(error.message).toBe(
      `${nodes.gpu?.maxNode} was set to 1377000000 and reads 675750000: the knob did not take`,
    );
    expect(error.suggestions).toContain('sudo nvpmodel -m 0');
  });

  it('is a recorded fact while a cooling device holds the clock down', () => {
    const {actuator, space, tree, nodes} = driveBoard(AGX_ORIN_R36);
    const top = space.at(space.reference);
    expect(actuator.apply(top).throttled).toBe(false);
    plant(tree.root, '/sys/devices/virtual/thermal/cooling_device0/cur_state', 2);
    plant(tree.root, nodes.cpuDomains[1]?.maxNode ?? '', 1728000);
    expect(actuator.apply(top).throttled).toBe(true);
  });

  it('is put to another program when nobody here wrote it', () => {
    const {actuator, space, tree, nodes} = driveBoard(AGX_ORIN_R36);
    const top = space.at(space.reference);
    actuator.apply(top);
    plant(tree.root, nodes.cpuDomains[1]?.minNode ?? '', 729600);
    expect(refusalOf(() => actuator.apply(top)).message).toBe(
      "/sys/devices/system/cpu/cpufreq/policy4/scaling_min_freq reads 729600 where 2201600 was in force: another program sets this board's clocks",
    );
  });
});

describe('nodes that are not what they should be', () => {
  it.each([
    ['garbage', '<unsupported>'],
    ['an empty file', ''],
  ])('%s is named with what it reads', (_, text) => {
    const {actuator, space, tree, nodes, kernel} = driveBoard(TX2_R32);
    const node = nodes.cpuDomains[0]?.minNode ?? '';
    plant(tree.root, node, text);
    expect(refusalOf(() => actuator.apply(space.at(0))).message).toBe(`${node} reads "${text}", allowed is a number`);
    expect(kernel.written).toEqual([]);
  });

  it('a node that vanishes in the middle is named, and everything else can be put back', () => {
    const {actuator, space, tree, nodes, journal} = driveBoard(TX2_R32);
    const found = readState(tree, nodes);
    actuator.apply(space.at(space.reference));
    const node = nodes.gpu?.maxNode ?? '';
    renameSync(tree.locate(node), `${tree.locate(node)}.gone`);
    expect(refusalOf(() => actuator.apply(space.at(0))).message).toBe(
      `${node} cannot be set to 114750000: it has vanished (ENOENT)`,
    );
    expect(
      refusalOf(() => {
        actuator.restore();
      }).message,
    ).toContain(node);
    expect(journal.read()).toBeDefined();
    renameSync(`${tree.locate(node)}.gone`, tree.locate(node));
    actuator.restore();
    expect(readState(tree, nodes)).toEqual(found);
    expect(journal.read()).toBeUndefined();
  });
});

describe('the note of the state', () => {
  it('that does not fit on the disk keeps every clock as it is', () => {
    const {actuator, space, journal, kernel, tree, nodes} = driveBoard(TX2_R32);
    const found = readState(tree, nodes);
    mkdirSync(path.dirname(journal.file), {recursive: true});
    symlinkSync('/dev/full', `${journal.file}.new`);
    const error = refusalOf(() => actuator.apply(space.at(0)));
    expect(error.message).toBe(`${journal.file} cannot be written: the disk is full; no clock was changed`);
    expect(kernel.written).toEqual([]);
    expect(readState(tree, nodes)).toEqual(found);
  });

  it('that is damaged is not taken for a state', () => {
    const {journal} = driveBoard(TX2_R32);
    mkdirSync(path.dirname(journal.file), {recursive: true});
    for (const text of ['', '{"board": "tx2"', '{"state": 3}', 'null']) {
      writeFileSync(journal.file, text);
      expect(() => journal.read()).toThrow(DataError);
    }
  });

  it('of a killed process brings everything back, also the policy that slept when it was found', () => {
    const sleeping = (tree: SysfsTree) => {
      for (const cpu of [1, 2]) plant(tree.root, `/sys/devices/system/cpu/cpu${cpu}/online`, 0);
      plant(tree.root, `${POLICY1}/scaling_min_freq`, 499200);
    };
    const {actuator, space, tree, nodes} = driveBoard(TX2_R32, undefined, sleeping);
    const found = readState(tree, nodes);
    actuator.apply(space.at(space.reference));
    actuator.apply(space.at(17));
    // A new process knows the note alone.
    const journal = new FileJournal(tree);
    const entry = journal.read();
    expect(entry).toMatchObject({...NOTE, state: {onlineCpus: [0, 3, 4, 5]}});
    if (entry === undefined) throw new Error('no note');
    expect(putBack({tree, nodes, writer: new StrictKernel(tree, nodes)}, entry.state)).toBeUndefined();
    expect(readState(tree, nodes)).toEqual(found);
    expect(tree.read(`${POLICY1}/scaling_min_freq`).split('\n')[0]).toBe('499200');
  });
});

describe('what may be written', () => {
  const writeTo = (node: string, prepare: (root: string) => void = () => undefined) => {
    const planted = plantBoard(TX2_R32);
    prepare(planted);
    const tree = new SysfsTree(planted);
    const found = findNodes(tree, ['gp10b']);
    const gpu = found.gpu === undefined ? undefined : {...found.gpu, maxNode: node};
    const nodes = {...found, ...(gpu === undefined ? {} : {gpu})};
    return refusalOf(() => {
      new NodeWriter(tree, nodes).write({node, value: '1'});
    }).message;
  };

  it('is nothing but knobs of the board', () => {
    const {tree, nodes} = driveBoard(TX2_R32);
    const write = {node: '/sys/devices/system/cpu/cpufreq/policy0/scaling_governor', value: 'userspace'};
    expect(
      refusalOf(() => {
        new NodeWriter(tree, nodes).write(write);
      }).message,
    ).toContain('it is no knob of this board');
  });

  it.each([
    ['/etc/passwd'],
    ['/sys/devices/17000000.gp10b/devfreq/17000000.gp10b/../../../../../etc/passwd'],
    ['/sys/devices/x/../../../etc/devfreq/x/max_freq'],
    ['/sys/devices/system/cpu/cpu0/online'],
    ['/sys/kernel/debug/bpmp/debug/clk/emc/../emc/rate'],
    ['sys/devices/x/devfreq/x/max_freq'],
    ['/sys/power/state'],
  ])('is not %s, even when a board were to list it', (node) => {
    expect(writeTo(node)).toContain('it is not of the kinds of nodes that neuos sets');
  });

  it('is no file outside the tree behind a link', () => {
    const outside = path.join(temporaryFolder(), 'precious');
    writeFileSync(outside, 'precious');
    const node = '/sys/devices/trap/devfreq/trap/max_freq';
    const message = writeTo(node, (planted) => {
      mkdirSync(path.dirname(path.join(planted, node)), {recursive: true});
      symlinkSync(outside, path.join(planted, node));
    });
    expect(message).toBe(`${node} is not written: it is a link out of the tree`);
    expect(readFileSync(outside, 'utf8')).toBe('precious');
  });

  it('is no other file of the tree behind a link, nor behind a linked folder', () => {
    const node = '/sys/devices/trap/devfreq/trap/max_freq';
    const message = writeTo(node, (planted) => {
      plant(planted, '/sys/power/max_freq', 'mem');
      mkdirSync(path.join(planted, '/sys/devices/trap/devfreq'), {recursive: true});
      symlinkSync('../../../power', path.join(planted, '/sys/devices/trap/devfreq/trap'));
    });
    expect(message).toBe(`${node} is not written: it is a link to /sys/power/max_freq`);
  });

  it('follows no link that appears between the check and the opening', () => {
    const planted = plantBoard(TX2_R32);
    const tree = new SysfsTree(planted);
    const nodes = findNodes(tree, ['gp10b']);
    const node = nodes.gpu?.maxNode ?? '';
    rmSync(tree.locate(node));
    const outside = path.join(temporaryFolder(), 'precious');
    symlinkSync(outside, tree.locate(node));
    expect(
      refusalOf(() => {
        new NodeWriter(tree, nodes).write({node, value: '1'});
      }).message,
    ).toContain(node);
    expect(spawnSync('test', ['-e', outside]).status).toBe(1);
  });
});
