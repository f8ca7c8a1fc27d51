import {describe, expect, it} from 'vitest';
import {machineFacts} from '../../../src/composition/machine.js';
import type {MachineFacts} from '../../../src/core/board/machine-facts.js';
import {renderDoctor, renderProbe} from '../../../src/report/machine.js';
import {diagnose} from '../../../src/services/doctor.js';
import {AGX_ORIN_R36, FAKE_BOARDS, plant, plantBoard, TX2_R32} from '../../support/fake-boards.js';
import {temporaryFolder} from '../../support/temporary-folder.js';

describe.each(FAKE_BOARDS.map((fake) => ({fake, title: `${fake.name} on L4T ${fake.l4t}`})))('$title', ({fake}) => {
  it('has nothing wrong but what its release brings', () => {
    const {findings, facts} = diagnose(machineFacts(plantBoard(fake)));
    expect(facts.board?.name).toBe(fake.name);
    expect(findings).toEqual([]);
  });

  it('is shown with its clocks, its rails and its total', () => {
    const text = renderProbe(machineFacts(plantBoard(fake)));
    expect(text).toContain(fake.model);
    expect(text).toContain(`--board ${fake.name}`);
    expect(text).toMatch(/total power: ina3221x?: .*, now \d/);
    for (const [label] of fake.chips.flatMap(({rails}) => rails)) if (label !== 'NC') expect(text).toContain(label);
  });
});

describe('what is wrong', () => {
  const problemsOf = (facts: MachineFacts) => diagnose(facts).findings.map(({problem, mend}) => `${problem} → ${mend}`);
  const orin = () => machineFacts(plantBoard(AGX_ORIN_R36));

  it('is a process that left its note', () => {
    const note = {
      board: 'agx-orin',
      pid: 77,
      writtenAt: '2026-05-01T10:00:00Z',
      bootId: 'b',
      state: {onlineCpus: [0], limits: {}},
    };
    expect(problemsOf({...orin(), note})).toEqual([
      'process 77 left the board at 2026-05-01T10:00:00Z without putting its clocks back → sudo neuos restore',
    ]);
  });

  it('is a node that cannot be written', () => {
    const facts = orin();
    const nodes = facts.nodes.map((fact, n) => ({...fact, writable: n > 2}));
    const user = {...facts, nodes, runtime: {...facts.runtime, isRoot: false}};
    expect(problemsOf(user)[0]).toBe(
      `3 of ${nodes.length} nodes cannot be written, such as ${nodes[0]?.node ?? ''} → sudo neuos profile`,
    );
  });

  it('is a program that sets clocks, a missing rail, a memory clock out of reach, and heat', () => {
    const root = plantBoard(TX2_R32);
    plant(root, '/proc/412/comm', 'nvpmodel');
    plant(root, '/proc/413/comm', 'bash');
    plant(root, '/sys/devices/i2c-0/0-0041/iio:device1/rail_name_0', 'NC');
    plant(root, '/sys/devices/virtual/thermal/thermal_zone0/temp', 91_000);
    const facts = machineFacts(root);
    expect(facts.temperatureMc).toBe(91_000);
    const withoutEmc = {...facts, clocks: facts.clocks.filter(({name}) => name !== 'emc')};
    const problems = problemsOf(withoutEmc).join('\n');
    expect(problems).toContain('the memory clock cannot be set');
    expect(problems).toContain('the power sensor gives no VDD_IN');
    expect(problems).toContain('other programs set clocks on this machine: nvpmodel → sudo systemctl stop nvpmodel');
    expect(problems).toContain('the board is at 91 °C and will throttle soon');
  });

  it('is a power mode that caps clocks, and clocks that jetson_clocks left pinned', () => {
    const root = plantBoard(TX2_R32);
    plant(root, '/var/lib/nvpmodel/status', 'pmode:0001 fmode:quiet');
    expect(problemsOf(machineFacts(root))).toEqual([
      "nvpmodel's mode 1 (MAXQ) caps clocks: configurations above its caps do not take → sudo nvpmodel -m 0",
    ]);
    plant(root, '/var/lib/nvpmodel/status', 'pmode:0000 fmode:quiet');
    for (const policy of ['policy0', 'policy1']) {
      plant(root, `/sys/devices/system/cpu/cpufreq/${policy}/scaling_min_freq`, 2035200);
    }
    expect(problemsOf(machineFacts(root))).toEqual([]);
    plant(root, '/sys/devices/17000000.gp10b/devfreq/17000000.gp10b/min_freq', 1300500000);
    plant(root, '/sys/devices/17000000.gp10b/devfreq/17000000.gp10b/cur_freq', 1300500000);
    plant(root, '/sys/kernel/debug/bpmp/debug/clk/emc/mrq_rate_locked', 1);
    expect(problemsOf(machineFacts(root))).toEqual([
      'every clock is pinned, as jetson_clocks leaves them: neuos would give the board back like that → sudo jetson_clocks --restore',
    ]);
  });

  it('is shown node by node where it is a matter of rights', () => {
    const facts = orin();
    const nodes = facts.nodes.map((fact, n) => ({...fact, writable: n > 1, readable: n > 0}));
    const text = renderDoctor(diagnose({...facts, nodes}));
    expect(text).toContain(`${nodes.length - 2} of ${nodes.length} nodes can be written`);
    expect(text).toContain(`  ${nodes[0]?.node ?? ''}: neither readable nor writable`);
    expect(text).toContain(`  ${nodes[1]?.node ?? ''}: readable, not writable`);
  });

  it('is an old userland, on the SDK that has it alone', () => {
    const facts = machineFacts(plantBoard(TX2_R32));
    const old = {...facts, runtime: {...facts.runtime, glibc: '2.27'}};
    expect(problemsOf(old)[0]).toBe(
      'JetPack 4 has glibc 2.27, Node.js 20 needs 2.28 or newer → run neuos in a container, see docs/jetson-containers.md',
    );
    expect(problemsOf({...orin(), runtime: old.runtime})).toEqual([]);
  });

  it('is a missing sensor on a machine that is no board, and a board without a rail of its total', () => {
    const {findings} = diagnose(machineFacts(temporaryFolder()));
    expect(findings.map(({severity, problem}) => [severity, problem])).toEqual([
      ['warning', 'no power sensor stands for the whole machine: power and energy stay empty'],
    ]);
  });
});

it('says which engine is possible, and why the other is not', () => {
  const facts = machineFacts(temporaryFolder());
  const onArm = diagnose({...facts, runtime: {...facts.runtime, arch: 'arm64'}});
  expect(renderDoctor(onArm)).toContain('engine gpu: no, the npm build of ONNX Runtime for ARM has no GPU provider');
  expect(renderDoctor(onArm)).toContain('engine cpu: yes, ONNX Runtime on the CPU');
  expect(renderDoctor(diagnose(machineFacts(plantBoard(TX2_R32))))).toContain(
    'engine cpu: yes, ONNX Runtime on the CPU, in a container: JetPack 4 starts no Node.js 20',
  );
});
