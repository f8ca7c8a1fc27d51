import {closeSync, openSync, readSync} from 'node:fs';
import type {RailSource} from '../core/board/power-sensor.js';

/** Longest line of any sensor file. */
const LINE_BYTES = 64;

/** One reading of one rail. */
export interface Reading {
  readonly powerMw: number;
  /** What the files said: the same text means the same reading, made once or twice. */
  readonly raw: string;
}

/** Reads one rail again and again over open descriptors. */
export class ChannelReader {
  readonly #source: RailSource;
  readonly #descriptors = new Map<string, number>();
  readonly #buffer = Buffer.alloc(LINE_BYTES);
  #last: {readonly timeUs: number; readonly energyUj: number; readonly powerMw: number} | undefined;

  constructor(source: RailSource) {
    this.#source = source;
  }

  /**
   * @param nowUs - for sensors that count energy
   *
   * **Errors:** the kernel's own; an Error that names file and text when it is no number.
   */
  read(nowUs: number): Reading {
    const source = this.#source;
    switch (source.kind) {
      case 'pair':
        return this.#pair(source.file);
      case 'power':
        return this.#power(source.file, source.unitsPerMw);
      case 'voltage-current': {
        const [mv, ma] = [this.#number(source.voltageFile), this.#number(source.currentFile)];
        return {powerMw: (mv * ma) / 1000, raw: `${mv} ${ma}`};
      }
      case 'energy':
        return this.#energy(source.file, source.rangeUj, nowUs);
    }
  }

  close(): void {
    for (const descriptor of this.#descriptors.values()) closeSync(descriptor);
    this.#descriptors.clear();
  }

  #pair(file: string): Reading {
    const text = this.#line(file);
    const [mv, ma] = (text.match(/-?\d+/g) ?? []).map(Number);
    if (mv === undefined || ma === undefined) throw new Error(`${file} reads "${text}", allowed is mV and mA`);
    return {powerMw: (mv * ma) / 1000, raw: text};
  }

  #power(file: string, unitsPerMw: number): Reading {
    const value = this.#number(file);
    return {powerMw: value / unitsPerMw, raw: `${value}`};
  }

  /** Mean power since the reading before; NaN for the first. */
  #energy(file: string, rangeUj: number, nowUs: number): Reading {
    const energyUj = this.#number(file);
    const last = this.#last;
    if (last !== undefined && energyUj === last.energyUj) return {powerMw: last.powerMw, raw: `${energyUj}`};
    const usedUj = last === undefined ? NaN : (energyUj - last.energyUj + rangeUj) % rangeUj;
    const powerMw = last === undefined ? NaN : (usedUj * 1000) / (nowUs - last.timeUs);
    this.#last = {timeUs: nowUs, energyUj, powerMw};
    return {powerMw, raw: `${energyUj}`};
  }

  #number(file: string): number {
    const text = this.#line(file);
    if (/^-?\d+$/.test(text)) return Number(text);
    throw new Error(`${file} reads "${text}", allowed is a number`);
  }

  #line(file: string): string {
    const descriptor = this.#descriptors.get(file) ?? openSync(file, 'r');
    this.#descriptors.set(file, descriptor);
    const length = readSync(descriptor, this.#buffer, 0, LINE_BYTES, 0);
    return (this.#buffer.toString('latin1', 0, length).split('\n')[0] ?? '').trim();
  }
}
