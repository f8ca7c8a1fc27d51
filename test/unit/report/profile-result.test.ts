import {describe, expect, it} from 'vitest';
import {renderProfileResult} from '../../../src/report/profile-result.js';
import {sampleHeader, sampleNetwork} from '../../support/sample-sweep.js';

const REPORT = {
  ...sampleHeader(11_760, [sampleNetwork('alexnet', 6), sampleNetwork('vgg19', 15)]),
  file: 'profiles/sim-tx2-1a2b3c4d.sqlite',
  configurations: 11_760,
  rows: 246_960,
  resumed: 0,
  wallClock: {seconds: 4.21},
};

describe('a finished sweep', () => {
  it('reads like this', async () => {
    await expect(renderProfileResult(REPORT)).toMatchFileSnapshot('../../golden/report/profile-result.txt');
  });

  it('that was continued says how much was there', () => {
    expect(renderProfileResult({...REPORT, resumed: 4000})).toContain('4,000 of them by an earlier run');
  });

  it('whose layers a trial has found says what they cost', () => {
    const network = {...sampleNetwork('alexnet', 6), trial: {cost: 1.0213}};
    expect(renderProfileResult({...REPORT, networks: [network]})).toContain(
      "alexnet:batch=32:gpu, 6 layers at 1.021 of the uncut model's time here",
    );
  });
});
