import type {PowerMode} from '../core/board/hardware.js';
import {MHZ} from './dimensions.js';

/** No cap. */
export const NONE = Infinity;

/** The first `count` cores. */
export function firstCores(count: number): readonly number[] {
  return Array.from({length: count}, (_, cpu) => cpu);
}

/** A mode of a board with one cluster, its cores counted from cpu0, its caps in MHz. */
export function mode(
  id: number,
  name: string,
  cores: number,
  [cpuMhz, gpuMhz, emcMhz]: readonly [cpu: number, gpu: number, emc: number],
): PowerMode {
  return {
    id,
    name,
    onlineCpus: firstCores(cores),
    cpuMaxHz: [cpuMhz * MHZ],
    gpuMaxHz: gpuMhz * MHZ,
    emcMaxHz: emcMhz * MHZ,
  };
}
