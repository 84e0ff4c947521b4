import { describe, expect, it } from 'vitest';
import { typicalDuration } from './typical.ts';

const typical = {
  time_s: { quick: 60, standard: 300 },
  configOf: (preset: string) => (preset === 'quick' ? { epochs: 10, window: { overlap: 0 } } : { epochs: 50 }),
  recommended: 'standard',
};

describe('the time of a trainer before it has a history', () => {
  it('is what its manifest measured for the preset, half to double', () => {
    const chosen = { preset: 'quick', config: { epochs: 10, window: { overlap: 0 } } };
    expect(typicalDuration(typical, chosen)).toEqual({ value: 60, low: 30, high: 120, runs: 0 });
  });

  it('grows with epochs and overlapping windows', () => {
    const chosen = { preset: 'quick', config: { epochs: 20, window: { overlap: 50 } } };
    expect(typicalDuration(typical, chosen)?.value).toBe(240);
  });

  it('goes by the recommended preset where none was chosen or the chosen one was not measured', () => {
    expect(typicalDuration(typical, { preset: null, config: { epochs: 50 } })?.value).toBe(300);
    expect(typicalDuration(typical, { preset: 'mine', config: { epochs: 25 } })?.value).toBe(150);
  });

  it('is unknown where nothing was measured', () => {
    expect(typicalDuration({ ...typical, time_s: {} }, { preset: 'quick', config: {} })).toBeNull();
  });
});
