import {describe, expect, it} from 'vitest';
import {ThermalModel} from '../../../src/simulation/thermal.js';

const board = {ambientMc: 25_000, riseMcPerW: 2000, timeConstantS: 100, leakagePerC: 0.01};

describe('ThermalModel', () => {
  it('begins at ambient temperature', () => {
    expect(new ThermalModel(board).temperatureMc).toBe(25_000);
  });

  it('comes 63 % of the way in one time constant', () => {
    const model = new ThermalModel(board);
    model.advance(10_000, 100e6);
    expect(model.temperatureMc).toBeCloseTo(25_000 + 20_000 * (1 - Math.exp(-1)), 6);
  });

  it('does not depend on how a stretch is cut', () => {
    const [whole, cut] = [new ThermalModel(board), new ThermalModel(board)];
    whole.advance(8000, 30e6);
    for (let piece = 0; piece < 300; piece += 1) cut.advance(8000, 0.1e6);
    expect(cut.temperatureMc).toBeCloseTo(whole.temperatureMc, 6);
  });

  it('settles where the power takes it, from above and from below', () => {
    const model = new ThermalModel(board);
    model.settle(5000);
    expect(model.temperatureMc).toBe(35_000);
    model.advance(0, 1e12);
    expect(model.temperatureMc).toBeCloseTo(25_000, 6);
  });
});
