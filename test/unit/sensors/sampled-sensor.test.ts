import {rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {setTimeout} from 'node:timers/promises';
import {describe, expect, it, onTestFinished} from 'vitest';
import type {RailChannel} from '../../../src/core/board/power-sensor.js';
import {EnvironmentError} from '../../../src/core/errors.js';
import {SampleRing} from '../../../src/sensors/sample-ring.js';
import {sample} from '../../../src/sensors/sample.js';
import type {SampledSensor} from '../../../src/sensors/sampled-sensor.js';
import {temporaryFolder} from '../../support/temporary-folder.js';

// A worker thread needs a compiled file of its own: `npm test` builds it first.
const compiled = new URL('../../../dist/sensors/sampled-sensor.js', import.meta.url).href;

describe('sampling on a thread of its own', () => {
  it('goes on while this thread is busy, counts what is read anew, and integrates it', async () => {
    const {sensor, set} = await startSensor();
    const fromUs = sensor.nowUs();
    for (let n = 0; n < 10; n += 1) {
      set(1000 + n);
      spinUs(20_000);
    }
    const untilUs = sensor.nowUs();
    const {distinctReadings, coverage, meanMw, energyUj} = sensor.window(fromUs, untilUs);
    expect(distinctReadings).toBeGreaterThanOrEqual(5);
    expect(distinctReadings).toBeLessThanOrEqual(10);
    expect(coverage).toBeGreaterThan(0.5);
    expect(meanMw).toBeGreaterThan(5000);
    expect(meanMw).toBeLessThan(5 * 1010);
    expect(energyUj).toBeCloseTo((meanMw * coverage * (untilUs - fromUs)) / 1e3, -1);
  });

  it('counts no reading of a sensor that is frozen', async () => {
    const {sensor} = await startSensor();
    const fromUs = sensor.nowUs();
    await setTimeout(60);
    const {distinctReadings, meanMw} = sensor.window(fromUs, sensor.nowUs());
    expect(distinctReadings).toBe(0);
    expect(meanMw).toBe(5000);
  });

  it('says so when there is nothing to read, and names the file', async () => {
    const {sensor, file, start} = await makeSensor();
    rmSync(file);
    await expect(start()).rejects.toThrow(EnvironmentError);
    await expect(start()).rejects.toThrow(file);
    await sensor.stop();
  });

  it('says so when the sensor turns to garbage in the middle', async () => {
    const {sensor, file} = await startSensor();
    writeFileSync(file, 'ERR\n');
    await expect
      .poll(
        () => {
          try {
            sensor.window(0, sensor.nowUs());
            return '';
          } catch (error) {
            return String(error);
          }
        },
        {timeout: 10_000},
      )
      .toContain(`fails: ${file} reads "ERR"`);
  });
});

describe('the ring between the threads', () => {
  it('gives the samples of a window and one on either side, also after it has gone round', () => {
    const ring = new SampleRing();
    for (let n = 0; n < 100_000; n += 1) ring.push({timeUs: n, powerMw: n / 2, isFresh: n % 2 === 0});
    const times = new SampleRing(ring.memory).between(99_000.5, 99_003.5).map(({timeUs}) => timeUs);
    expect(times).toEqual([99_000, 99_001, 99_002, 99_003, 99_004]);
    expect(ring.between(0, 10).map(({timeUs}) => timeUs)).toHaveLength(1);
  });

  it('ends sampling when asked', () => {
    const ring = new SampleRing();
    const file = path.join(temporaryFolder(), 'power');
    writeFileSync(file, '7\n');
    ring.askToStop();
    const sources = [{kind: 'power', file, unitsPerMw: 1} as const];
    expect(sample({memory: ring.memory, sources, intervalMs: 1, patience: 0})).toBeUndefined();
    expect(ring.between(0, Infinity).map(({powerMw}) => powerMw)).toEqual([7]);
  });
});

async function makeSensor() {
  const file = path.join(temporaryFolder(), 'ui_input_0');
  const set = (ma: number) => {
    writeFileSync(file, `5000 ${ma}\n`);
  };
  set(1000);
  const channel: RailChannel = {
    rail: 'VDD_IN',
    driver: 'ina3221x',
    device: '0-0041',
    enabled: true,
    source: {kind: 'pair', file},
  };
  const module = (await import(compiled)) as {SampledSensor: typeof SampledSensor};
  const sensor = new module.SampledSensor({channels: [channel], description: 'ina3221x: VDD_IN'});
  const start = async () => {
    // An error of the compiled module is of the compiled class.
    await sensor.start().catch((error: unknown) => {
      throw new EnvironmentError(error instanceof Error ? error.message : String(error));
    });
  };
  return {sensor, file, set, start};
}

async function startSensor() {
  const made = await makeSensor();
  onTestFinished(() => made.sensor.stop());
  await made.start();
  return made;
}

function spinUs(durationUs: number): void {
  const endUs = Number(process.hrtime.bigint()) / 1000 + durationUs;
  while (Number(process.hrtime.bigint()) / 1000 < endUs);
}
