import {describe, expect, it} from 'vitest';
import type {MachineFacts} from '../../src/core/board/machine-facts.js';
import {runScenario, type ScenarioResult} from './machine.js';

describe('rails of a board, on the real ina3221 driver', () => {
  // The first chip: 5.000 V × 20 mV, 3.304 V × 5 mV, 1.104 V × -1 mV; then 4.896 V × 40 mV on its first channel.
  it.each([
    {
      board: 'tx2',
      device: [
        'nvidia,p2771-0000\\000nvidia,p3310-1000\\000nvidia,tegra186\\000',
        'quill',
        '# R35 (release), REVISION: 4.1,',
      ],
      rails: ['VDD_IN', 'VDD_SYS_CPU', 'VDD_SYS_DDR'],
      chips: 'labels=VDD_IN,VDD_SYS_CPU,VDD_SYS_DDR:shunts=5000,10000,10000',
      total: 'ina3221: VDD_IN',
      beforeMw: 5000 * 4,
      afterMw: 4896 * 8,
    },
    {
      board: 'agx-xavier',
      device: ['nvidia,p2972-0000\\000nvidia,tegra194\\000', 'Jetson-AGX', '# R35 (release), REVISION: 4.1,'],
      rails: ['GPU', 'CPU', 'SOC', 'CV', 'VDDRQ', 'SYS5V'],
      chips: 'labels=GPU,CPU,SOC,CV,VDDRQ,SYS5V:shunts=5000,5000,5000,5000,5000,5000',
      total: 'ina3221: GPU + CPU + SOC + CV + VDDRQ + SYS5V',
      beforeMw: 5000 * 4 + 3304 * 1 + 1104 * -0.2,
      afterMw: 4896 * 8 + 3304 * 1 + 1104 * -0.2,
    },
    {
      board: 'orin-nano',
      device: [
        'nvidia,p3768-0000+p3767-0005\\000nvidia,tegra234\\000',
        'NVIDIA Jetson Orin Nano Developer Kit',
        '# R36 (release), REVISION: 4.3,',
      ],
      rails: ['VDD_IN', 'VDD_CPU_GPU_CV', 'VDD_SOC'],
      chips: 'labels=VDD_IN,VDD_CPU_GPU_CV,VDD_SOC:shunts=5000,5000,5000',
      total: 'ina3221: VDD_IN',
      beforeMw: 5000 * 4,
      afterMw: 4896 * 8,
    },
  ])(
    '$board: labels, total and register changes in mW',
    async ({board, device, chips, rails, total, beforeMw, afterMw}) => {
      const script = `as_board ${device.map((text) => `'${text}'`).join(' ')}\n`;
      const result = await runScenario({script: 'rails.sh', chips, files: {'board.sh': script}});
      expect(result.console).toContain('@@VERDICT 0');
      const [before, after] = ['before.json', 'after.json'].map((file) => result.json(file) as MachineFacts);
      expect(before?.board?.name).toBe(board);
      expect(before?.rails.map(({rail}) => rail)).toEqual(expect.arrayContaining(rails));
      expect(before?.total?.description).toBe(total);
      expect(before?.total?.powerMw).toBeCloseTo(beforeMw, 0);
      expect(after?.total?.powerMw).toBeCloseTo(afterMw, 0);
    },
  );
});

it('sweeps every configuration of the real cpufreq, devfreq and hotplug, and leaves no trace on the board', async () => {
  const result = await runScenario({script: 'sweep.sh', limitS: 900});
  expect(result.json('profile.json')).not.toHaveProperty('error');
  expect(result.text('status')).toBe('0');
  const facts = result.json('probe.json') as MachineFacts;
  expect(facts.clocks.map(({name, ratesHz}) => [name, ratesHz.length])).toEqual([
    ['policy0', 9],
    ['policy1', 9],
    ['gpu', 5],
  ]);
  expect(facts.configurations).toBe(2 * 5 * 5 * 5);
  const profile = result.json('profile.json') as {configurations: number; circumstances: {sensor: string}};
  expect(profile.configurations).toBe(250);
  expect(profile.circumstances.sensor).toBe('ina3221: VDD_IN');
  expect((result.json('tables.json') as {transitions: string}).transitions).toBe('measured');
  expect(result.text('state-after')).toBe(result.text('state-before'));
  expect(result.text('left')).toBe('');
});

it('gives the clocks back on every signal, and with `neuos restore` after a kill', async () => {
  const result = await runScenario({script: 'ways-out.sh', limitS: 900});
  const found = result.text('state-before');
  for (const signal of ['INT', 'TERM', 'HUP']) {
    expect(result.text(`${signal}.out`)).toContain('Interrupted.');
    expect(result.text(`${signal}.during`)).not.toBe(found);
    expect(result.text(`${signal}.status`)).toBe('130');
    expect(result.text(`${signal}.after`)).toBe(found);
  }
  expect(result.text('KILL.after')).not.toBe(found);
  expect(result.text('refused.status')).toBe('3');
  expect(result.text('refused')).toMatch(/process \d+ changed this board's clocks at .* and was killed/);
  expect(result.text('refused')).toContain('Try: sudo neuos restore');
  expect(result.text('dry-run')).toContain('would put back');
  expect(result.text('dry-run.after')).toBe(result.text('KILL.after'));
  expect(result.text('restored')).toContain('put back');
  expect(result.text('restored.after')).toBe(found);
  expect(result.text('left')).toBe('');
});

describe('what the real drivers refuse', () => {
  it('a channel that is off, a policy that sleeps, a frozen sensor and one that goes away are named, and the clocks come back', async () => {
    const result = await runScenario({script: 'failures.sh'});
    expect(result.text('ENODATA.code')).toBe('ENODATA');
    const {rails} = result.json('ENODATA.json') as MachineFacts;
    expect(rails[0]).toMatchObject({rail: 'VDD_IN', powerMw: null});
    expect(rails[0]?.problem).toContain('ENODATA');
    expect(result.text('EBUSY.code')).toBe('EBUSY');
    expectFailure(result, 'frozen', 'it is frozen');
    expectFailure(result, 'ENODEV', 'ENODEV');
    expect(result.text('left')).toBe('');
  });

  it('a chip that never answers is named before any clock is set', async () => {
    const result = await runScenario({
      script: 'silent-chip.sh',
      chips: 'labels=VDD_IN,VDD_CPU_GPU_CV,VDD_SOC:single=1,1',
    });
    expect(result.text('ETIMEDOUT.code')).toBe('ETIMEDOUT');
    expectFailure(result, 'silent', 'the power sensor (ina3221: VDD_IN)');
  });
});

/** The sweep ended with an error of its own kind that says why, and the board is as it was. */
function expectFailure(result: ScenarioResult, name: string, why: string): void {
  expect(result.text(`${name}.status`)).toBe('3');
  expect(result.text(name)).toContain(why);
  expect(result.text(`${name}.after`)).toBe(result.text('state-before'));
}
