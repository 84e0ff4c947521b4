import { describe, expect, it } from 'vitest';
import { estimateCheckpointSize, estimateDuration, workOf } from './estimate.ts';

const past = (seconds: number, work: number | null = null, bytes: number | null = null) => ({
  running_s: seconds,
  work,
  checkpoint_bytes: bytes,
});

describe('estimates', () => {
  it('are silent before there is any history', () => {
    expect(estimateDuration([], 10)).toBeNull();
    expect(estimateCheckpointSize([past(1)])).toBeNull();
  });

  it('take the median, so that one odd run does not move them', () => {
    const runs = [10, 11, 9, 10, 500].map((seconds) => past(seconds));
    expect(estimateDuration(runs, null)).toMatchObject({ value: 10, runs: 5 });
  });

  it('scale with the work', () => {
    expect(estimateDuration([past(10, 100)], 300)).toEqual({ value: 30, low: 15, high: 60, runs: 1 });
  });

  it('know the work of a run from its epochs and training size', () => {
    expect(workOf({ epochs: 10 }, 990)).toBe(9900);
    expect(workOf({}, null)).toBeNull();
  });
});
