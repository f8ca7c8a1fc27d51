import {describe, expect, it} from 'vitest';
import {PacedMachine} from '../../../src/simulation/paced-machine.js';
import {ScriptedMachine} from '../../support/scripted-machine.js';

describe('PacedMachine', () => {
  it('waits for the real clock where the virtual one is ahead', async () => {
    let nowMs = 100;
    const slept: number[] = [];
    const machine = new PacedMachine(new ScriptedMachine({layerUs: () => 7000}), {
      nowMs: () => nowMs,
      sleepMs: (ms) => {
        slept.push(ms);
        nowMs += ms;
        return Promise.resolve();
      },
    });
    machine.start();
    expect(await machine.runLayer({instance: 0, job: 0, network: 0, layer: 0, variant: 0})).toBe(7000);
    nowMs += 5;
    await machine.idleUntil(20_000);
    await machine.setConfiguration(3);
    nowMs += 50;
    await machine.idleUntil(30_000);
    expect(slept).toEqual([7, 8]);
    expect([machine.nowUs(), machine.configuration(), machine.energyUj()]).toEqual([30_000, 3, 0]);
  });
});
