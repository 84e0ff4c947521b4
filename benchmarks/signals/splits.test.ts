import { describe, expect, it } from 'vitest';
import type { BenchmarkData } from './data-set.ts';
import { foldsOf, majority, withValidation } from './splits.ts';

const data: BenchmarkData = {
  id: 'cwru',
  title: '',
  folder: '',
  classes: ['a', 'b'],
  window: { seconds: 1, overlap: 0 },
  speed: { column: 'rpm', unit: 'rpm' },
  words: { load: '', unit: '' },
  recordings: ['a', 'b'].flatMap((label) =>
    ['7', '14', '21'].flatMap((size) =>
      ['0', '1'].map((load) => ({
        id: `${label}-${size}-${load}`,
        label,
        unit: `${label}-${size}`,
        unitGroup: size,
        load,
        windows: 4,
      })),
    ),
  ),
};
const ids = (parts: Map<string, string>, wanted: string) =>
  [...parts].filter(([, part]) => part === wanted).map(([id]) => id);
const place = (id: string, at: number) => id.split('-')[at];

describe('splits of the signal benchmark', () => {
  it('tests every recording once, and by new unit never one whose unit is in training', () => {
    const folds = foldsOf(data, 'unit');
    expect(folds.flatMap((fold) => ids(fold.parts, 'test')).sort()).toEqual(
      data.recordings.map((one) => one.id).sort(),
    );
    for (const { parts } of folds) {
      const trained = new Set(ids(parts, 'train').map((id) => place(id, 1)));
      expect(ids(parts, 'test').some((id) => trained.has(place(id, 1)))).toBe(false);
    }
  });

  it('leaves out of training what shares either unit or load, where both are new', () => {
    const folds = foldsOf(data, 'both');
    expect(folds).toHaveLength(6);
    for (const { parts } of folds) {
      for (const test of ids(parts, 'test')) {
        for (const train of ids(parts, 'train')) {
          expect(place(train, 1)).not.toBe(place(test, 1));
          expect(place(train, 2)).not.toBe(place(test, 2));
        }
      }
    }
  });

  it('splits windows the same way each time, a third at a time', () => {
    const [first, ...others] = foldsOf(data, 'window');
    expect([...(first?.parts ?? [])]).toEqual([...(foldsOf(data, 'window')[0]?.parts ?? [])]);
    const tested = [first, ...others].flatMap((fold) => ids(fold?.parts ?? new Map(), 'test'));
    expect(new Set(tested).size).toBe(48);
    expect(tested).toHaveLength(48);
  });

  it('takes validation from training and never from the test part', () => {
    const [fold] = foldsOf(data, 'unit');
    if (fold === undefined) throw new Error('no fold');
    const made = withValidation(fold);
    expect(ids(made.parts, 'test')).toEqual(ids(fold.parts, 'test'));
    expect(ids(made.parts, 'validation').length).toBeGreaterThan(0);
    expect([...ids(made.parts, 'validation'), ...ids(made.parts, 'train')].sort()).toEqual(
      ids(fold.parts, 'train').sort(),
    );
  });

  it('knows the commonest class of a training part', () => {
    const parts = new Map([
      ['a-7-0', 'test' as const],
      ['b-7-0', 'train' as const],
      ['b-7-1', 'train' as const],
      ['a-7-1', 'train' as const],
    ]);
    expect(majority(data, { name: '', parts })).toBe('b');
  });
});
