import path from 'node:path';
import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import type {Approximation, VariantLoss} from '../../src/core/network/approximation.js';
import {originalRows, type ConfigurationMeasurement, type Measurement} from '../../src/core/profile.js';
import type {ProfileReader, ProfileStore, ProfileWriter, SweepHeader} from '../../src/core/profile-store.js';
import {SqliteProfileStore} from '../../src/store/sqlite-profile-store.js';
import {sampleHeader, sampleMeasurement, sampleNetwork} from '../support/sample-sweep.js';
import {temporaryFolder} from '../support/temporary-folder.js';

const STORES: Readonly<Record<string, () => ProfileStore>> = {
  SQLite: () => new SqliteProfileStore(path.join(temporaryFolder(), 'sweep.sqlite'), () => 0),
};

const networks = [sampleNetwork('alexnet', 3, 2), sampleNetwork('resnet50', 2)];
const header = sampleHeader(20, networks);
const rows = originalRows(networks);

describe.each(Object.entries(STORES))('a profile kept in %s', (_, emptyStore) => {
  it('gives back what the sweep is', () => {
    const asked: SweepHeader = {
      ...header,
      identity: {...header.identity, granularity: 'layers of 200 µs or more'},
      circumstances: {
        ...header.circumstances,
        boardModel: 'NVIDIA Jetson TX2',
        l4t: '32.7.6',
        kernel: '4.9.337',
        powerMode: 'MAXN',
        fan: 'full',
        ambientMc: 23_500,
        rails: ['VDD_SYS_GPU', 'VDD_SYS_CPU'],
      },
      networks: [
        {...sampleNetwork('encoder', 2), dimensions: {sequence: 128}, trial: {cost: 1.021, optimizedFor: 'x64'}},
        ...networks,
      ],
    };
    const store = emptyStore();
    write(store, asked);
    expect(read(store, ({header: stored}) => stored)).toEqual(asked);
  });

  it('gives back what was measured, whatever it was', () => {
    fc.assert(
      fc.property(fc.uniqueArray(measurementOf(rows.length), {selector: (m) => m.configuration}), (measurements) => {
        const store = emptyStore();
        write(store, header, (writer) => {
          for (const measurement of measurements) writer.append(rows, measurement);
        });
        read(store, (reader) => {
          for (const {configuration, idlePowerMw, rows: measured} of measurements) {
            expect(reader.measurementsAt(configuration)).toEqual(
              rows.map((row, index) => ({row, measurement: measured[index]})),
            );
            expect(reader.idlePowerMw()[configuration]).toBe(Math.fround(idlePowerMw ?? NaN));
          }
          expect(reader.counts().rows).toBe(measurements.length * rows.length);
        });
      }),
      {numRuns: 25},
    );
  });

  it('gives columns over all configurations, NaN where nothing was measured', () => {
    const store = emptyStore();
    write(store, header, (writer) => {
      for (const configuration of [7, 2, 19]) writer.append(rows, sampleMeasurement(configuration, rows));
    });
    const key = {network: 1, layer: 1, variant: 0};
    const {columns, idle} = read(store, (reader) => ({columns: reader.columns(), idle: reader.idlePowerMw()}));
    const expected = [2, 7, 19].map((configuration) => sampleMeasurement(configuration, [key]).rows[0]);
    const of = columns.of(key);
    expect(of && Array.from(of.latencyMedianUs).filter((value) => !Number.isNaN(value))).toEqual(
      expected.map((measured) => Math.fround(measured?.latencyMedianUs ?? NaN)),
    );
    expect(of?.energyUj[7]).toBe(Math.fround(expected[1]?.energyUj ?? NaN));
    expect([of?.powerMw[6], of?.latencyP95Us[0], of?.latencyP99Us[1], idle[3]]).toEqual([NaN, NaN, NaN, NaN]);
    expect([idle[2], idle[7], idle[19]]).toEqual([1002, 1007, 1019]);
  });

  it('has no column for a row that was measured nowhere', () => {
    const store = emptyStore();
    write(store, header);
    expect(read(store, (reader) => reader.columns().of({network: 0, layer: 0, variant: 1}))).toBeUndefined();
  });

  it('keeps variants apart from originals', () => {
    const store = emptyStore();
    const original = {network: 0, layer: 1, variant: 0};
    const variant = {network: 0, layer: 1, variant: 2};
    write(store, header, (writer) => {
      writer.append([original, variant], sampleMeasurement(4, [original, variant]));
    });
    const [first, second] = read(store, (reader) => {
      const columns = reader.columns();
      return [columns.of(original)?.latencyMedianUs[4], columns.of(variant)?.latencyMedianUs[4]];
    });
    expect((first ?? 0) - (second ?? 0)).toBe(14);
  });

  it('continues where it was left, with the state of the last commit', () => {
    const store = emptyStore();
    write(store, header, (writer) => {
      expect(writer.state).toBeUndefined();
      writer.append(rows, sampleMeasurement(3, rows), '{"temperatureMc": 41000}');
      writer.append(rows, sampleMeasurement(5, rows), '{"temperatureMc": 42000}');
    });
    write(store, header, (writer) => {
      expect(writer.state).toBe('{"temperatureMc": 42000}');
      expect(Array.from(writer.measuredConfigurations().entries()).filter(([, measured]) => measured)).toEqual([
        [3, 1],
        [5, 1],
      ]);
    });
  });

  it('replaces what is measured again', () => {
    const store = emptyStore();
    const again = sampleMeasurement(3, rows);
    const cooler = {...again, idlePowerMw: 5, rows: again.rows.map((row) => ({...row, throttled: false}))};
    write(store, header, (writer) => {
      writer.append(rows, again);
    });
    write(store, header, (writer) => {
      writer.append(rows, cooler);
    });
    read(store, (reader) => {
      expect(reader.counts()).toEqual({
        configurations: 1,
        rows: rows.length,
        predictedRows: 0,
        throttledRows: 0,
      });
      expect(reader.idlePowerMw()[3]).toBe(5);
    });
  });

  it('refuses to continue another sweep and says what differs', () => {
    const store = emptyStore();
    write(store, header);
    const otherSeed = {...header, identity: {...header.identity, seed: 2}};
    const otherLayers = {...header, networks: [sampleNetwork('alexnet', 4, 2), sampleNetwork('resnet50', 2)]};
    expect(() => store.openForWriting(otherSeed)).toThrow(/another sweep: seed is 1 there, 2 asked/);
    expect(() => store.openForWriting(otherLayers)).toThrow(/alexnet:batch=32:gpu layer count is 3 there, 4 asked/);
  });

  it('keeps transitions and problems', () => {
    const store = emptyStore();
    const transition = {
      knob: 'gpu-clock',
      from: 140_250_000,
      to: 1_300_500_000,
      timeUs: 300,
      energyUj: null,
      source: 'assumed',
    } as const;
    const problems = [
      {configuration: 4, message: 'GPU clock did not take: 1300500000 asked, 1122000000 read'},
      {configuration: null, message: 'fan unknown'},
    ];
    write(store, header, (writer) => {
      writer.recordTransitions([transition]);
      writer.recordTransitions([{...transition, timeUs: 280, source: 'measured'}]);
      for (const problem of problems) writer.recordProblem(problem);
    });
    read(store, (reader) => {
      expect(reader.transitions()).toEqual([{...transition, timeUs: 280, source: 'measured'}]);
      expect(reader.problems()).toEqual(problems);
    });
  });

  it('keeps what variants lose, alone and together', () => {
    const store = emptyStore();
    const loss: VariantLoss = {
      variant: {network: 0, layer: 2, variant: 1},
      kind: 'top-1',
      loss: 0.0125,
      lossHalfWidth: 0.004,
      images: 2000,
    };
    const measured: Approximation = {
      network: 0,
      variants: [0, 1, 2],
      kind: 'top-1',
      predictedLoss: 0.03,
      measured: {loss: 0.041, lossHalfWidth: 0.008, images: 2000},
    };
    const predicted: Approximation = {
      network: 1,
      variants: [0, 0],
      kind: 'agreement',
      predictedLoss: 0,
      measured: null,
    };
    write(store, header, (writer) => {
      writer.recordVariantLosses([loss]);
      writer.recordApproximations([{...measured, variants: [2, 2, 2]}, predicted]);
      writer.recordApproximations([measured]);
    });
    read(store, (reader) => {
      expect(reader.variantLosses()).toEqual([loss]);
      expect(reader.approximations()).toEqual([measured, predicted]);
    });
  });

  it('refuses rows and variants that the sweep does not have', () => {
    const store = emptyStore();
    const nowhere = {network: 2, layer: 0, variant: 0};
    write(store, header, (writer) => {
      expect(() => {
        writer.append([nowhere], sampleMeasurement(1, [nowhere]));
      }).toThrow(/no layer 0 of network 2/);
      expect(() => {
        writer.append(rows, sampleMeasurement(1, []));
      }).toThrow(/row 0 of 5 has no measurement/);
      expect(() => {
        const variant = {network: 1, layer: 0, variant: 3};
        writer.recordVariantLosses([{variant, kind: 'top-1', loss: 0, lossHalfWidth: 0, images: 1}]);
      }).toThrow(/layer 0 has no variant 3/);
    });
    expect(read(store, (reader) => reader.counts().rows)).toBe(0);
  });

  it('has a content hash that follows from what was measured alone', () => {
    const hashOf = (configurations: readonly number[], asked = header): string => {
      const store = emptyStore();
      write(store, asked, (writer) => {
        for (const configuration of configurations) writer.append(rows, sampleMeasurement(configuration, rows));
      });
      return read(store, (reader) => reader.contentHash());
    };
    const hash = hashOf([3, 5, 11]);
    const later = {...header, circumstances: {...header.circumstances, startedAtMs: 1, kernel: '5.10'}};
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(hashOf([11, 3, 5], later)).toBe(hash);
    expect(hashOf([3, 5])).not.toBe(hash);
    expect(hashOf([3, 5, 12])).not.toBe(hash);
    expect(hashOf([3, 5, 11], {...header, identity: {...header.identity, worldSeed: 8}})).not.toBe(hash);
  });

  it('notices in its content hash when two configurations change places', () => {
    const [first, second] = [sampleMeasurement(3, rows), sampleMeasurement(5, rows)];
    const hashOf = (measurements: readonly ConfigurationMeasurement[]): string => {
      const store = emptyStore();
      write(store, header, (writer) => {
        for (const measurement of measurements) writer.append(rows, measurement);
      });
      return read(store, (reader) => reader.contentHash());
    };
    expect(hashOf([first, second])).not.toBe(
      hashOf([
        {...first, configuration: 5},
        {...second, configuration: 3},
      ]),
    );
  });

  it('can be read while it is being written', () => {
    const store = emptyStore();
    write(store, header, (writer) => {
      writer.append(rows, sampleMeasurement(3, rows));
      expect(read(store, (reader) => reader.counts().configurations)).toBe(0);
      writer.commit();
      expect(read(store, (reader) => reader.counts().configurations)).toBe(1);
    });
  });
});

function write(store: ProfileStore, asked: SweepHeader, use: (writer: ProfileWriter) => void = () => undefined): void {
  const writer = store.openForWriting(asked);
  try {
    use(writer);
  } finally {
    writer.close();
    writer.close();
  }
}

function read<T>(store: ProfileStore, use: (reader: ProfileReader) => T): T {
  const reader = store.openForReading();
  try {
    return use(reader);
  } finally {
    reader.close();
  }
}

function measurementOf(rowCount: number): fc.Arbitrary<ConfigurationMeasurement> {
  const number = fc.double({min: 0, max: 1e9, noNaN: true});
  const row: fc.Arbitrary<Measurement> = fc.record({
    latencyMedianUs: number,
    latencyP95Us: number,
    latencyP99Us: number,
    powerMw: fc.option(number),
    energyUj: fc.option(number),
    samples: fc.nat(),
    powerReadings: fc.nat(),
    powerCoverage: fc.option(fc.double({min: 0, max: 1, noNaN: true})),
    throttled: fc.boolean(),
    temperatureMc: fc.option(fc.integer({min: -40_000, max: 120_000})),
    source: fc.constantFrom('measured', 'predicted'),
    latencyHalfWidthUs: fc.option(number),
    powerHalfWidthMw: fc.option(number),
  });
  return fc.record({
    configuration: fc.nat(19),
    idlePowerMw: fc.option(number),
    gpuRailGated: fc.option(fc.boolean()),
    rows: fc.array(row, {minLength: rowCount, maxLength: rowCount}),
  });
}
