import path from 'node:path';
import {describe, expect, it} from 'vitest';
import {renderVerification} from '../../../src/report/verification.js';
import type {BoardMeter} from '../../../src/core/measuring.js';
import {originalRows, type RowKey} from '../../../src/core/profile.js';
import {verify} from '../../../src/services/verify.js';
import {SqliteProfileStore} from '../../../src/store/sqlite-profile-store.js';
import {sampleHeader, sampleMeasurement, sampleNetwork} from '../../support/sample-sweep.js';
import {temporaryFolder} from '../../support/temporary-folder.js';

const networks = [sampleNetwork('alexnet', 4)];
const header = sampleHeader(40, networks);
const rows = originalRows(networks);

describe('verifying a profile', () => {
  it('measures ten rows at ten configurations, every layer in turn, and lets a true profile hold', async () => {
    const asked: [number, RowKey][] = [];
    const result = await verifyWith(1, asked);
    expect(new Set(asked.map(([configuration]) => configuration)).size).toBe(10);
    expect(new Set(asked.map(([, {layer}]) => layer)).size).toBe(4);
    expect(result).toMatchObject({deviating: 0, holds: true});
    expect(result.latencyRatio).toBeCloseTo(1, 6);
    expect(renderVerification({...result, file: 'p.sqlite', board: 'linux'}, networks)).toContain(
      'p.sqlite holds on this linux.',
    );
  });

  it('lets it not hold on a board that is a quarter slower, and says by how much', async () => {
    const result = await verifyWith(1.25);
    expect(result).toMatchObject({deviating: 10, holds: false});
    const text = renderVerification({...result, file: 'p.sqlite', board: 'linux'}, networks);
    expect(text).toContain('10 of 10 rows deviate; median latency 125 %');
    expect(text).toContain('p.sqlite does not hold on this linux. Next: neuos profile --board linux');
  });

  it('forgives two disturbed windows of ten, and no third', async () => {
    expect((await verifyWith(1, [], 2)).holds).toBe(true);
    expect((await verifyWith(1, [], 3)).holds).toBe(false);
  });

  it('refuses a profile that holds nothing', async () => {
    const store = new SqliteProfileStore(path.join(temporaryFolder(), 'sweep.sqlite'), () => 0);
    store.openForWriting(header).close();
    const profile = store.openForReading();
    const {signal} = new AbortController();
    await expect(verify({profile, place: 'p.sqlite', meter: meterOf(1), seed: 1, signal})).rejects.toThrow(
      'p.sqlite holds no measured row',
    );
    profile.close();
  });
});

/** @param disturbed - measurements that come out twice as slow */
async function verifyWith(factor: number, asked: [number, RowKey][] = [], disturbed = 0) {
  const store = new SqliteProfileStore(path.join(temporaryFolder(), 'sweep.sqlite'), () => 0);
  const writer = store.openForWriting(header);
  for (let configuration = 0; configuration < 40; configuration += 1) {
    writer.append(rows, sampleMeasurement(configuration, rows));
  }
  writer.close();
  const profile = store.openForReading();
  const {signal} = new AbortController();
  try {
    return await verify({profile, place: 'p.sqlite', meter: meterOf(factor, asked, disturbed), seed: 3, signal});
  } finally {
    profile.close();
  }
}

function meterOf(factor: number, asked: [number, RowKey][] = [], disturbed = 0): BoardMeter {
  let count = 0;
  return {
    origin: 'measured',
    sensor: 'none',
    rails: [],
    measure: (configuration, [row]) => {
      if (row === undefined) throw new Error('no row was asked for');
      asked.push([configuration, row]);
      count += 1;
      const full = sampleMeasurement(configuration, rows);
      const stored = full.rows[rows.findIndex(({layer}) => layer === row.layer)];
      if (stored === undefined) throw new Error('no such row');
      const slow = count <= disturbed ? 2 : factor;
      return {...full, rows: [{...stored, latencyMedianUs: stored.latencyMedianUs * slow}]};
    },
    transitions: () => [],
    saveState: () => '{}',
    restoreState: () => undefined,
  };
}
