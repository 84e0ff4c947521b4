import { describe, expect, it } from 'vitest';
import { coarser, evenly, thinned } from './thin.ts';

describe('thinning a line', () => {
  it('leaves short lines alone', () => {
    expect(thinned([3, 1, 2], 10)).toEqual([0, 1, 2]);
  });

  it('keeps both ends, every spike and a sign of every gap', () => {
    const y = Array.from({ length: 100_000 }, () => 1);
    y[51_234] = 9;
    y[51_300] = -9;
    y[77_000] = Number.NaN;
    const kept = thinned(y, 2000);
    expect(kept.length).toBeLessThanOrEqual(2002);
    for (const index of [0, 51_234, 51_300, 77_000, 99_999]) expect(kept).toContain(index);
    expect(kept).toEqual([...kept].sort((a, b) => a - b));
  });
});

describe('a coarser matrix', () => {
  it('has the means of its blocks, or where classes are numbered one of them', () => {
    const values = [
      [1, 3, 5, 5],
      [1, 3, 5, 5],
    ];
    expect(coarser(values, 1, 2, true).values).toEqual([[2, 5]]);
    expect(coarser(values, 1, 2, false).values).toEqual([[1, 5]]);
  });

  it('does not let what is not finite spoil a block, and keeps a block of nothing else empty', () => {
    const small = coarser([[Number.NaN, 4, Number.NaN, Number.NaN]], 1, 2, true);
    expect(small.values).toEqual([[4, Number.NaN]]);
    expect([small.columnOf(0), small.columnOf(1)]).toEqual([0, 2]);
  });
});

describe('a cloud of points', () => {
  it('is thinned evenly', () => {
    expect(evenly(10, 5)).toEqual([0, 2, 4, 6, 8]);
    expect(evenly(3, 5)).toEqual([0, 1, 2]);
  });
});
