import type { Section } from '@trainyard/contracts';
import { describe, expect, it } from 'vitest';
import { belowBaseline } from './baseline.ts';

type Row = Extract<Section, { type: 'metric-table' }>['data']['rows'][number];

function table(...rows: (Pick<Row, 'name' | 'value'> & Partial<Row>)[]): Section {
  const whole = rows.map((row) => ({ low: null, high: null, unit: '', better: 'higher' as const, note: null, ...row }));
  return { type: 'metric-table', title: 'Results', notes: [], data: { rows: whole } };
}

describe('a run below its baseline', () => {
  it('has a figure that is worse than the baseline of the same name', () => {
    const below = belowBaseline([table({ name: 'accuracy', value: 0.3 }, { name: 'accuracy_baseline', value: 0.5 })]);
    expect([below?.row.name, below?.baseline.value]).toEqual(['accuracy', 0.5]);
    expect(
      belowBaseline([table({ name: 'accuracy', value: 0.5 }, { name: 'accuracy_baseline', value: 0.5 })]),
    ).toBeNull();
  });

  it('is told by the direction that the figure has', () => {
    const errors = (better: Row['better']) =>
      belowBaseline([table({ name: 'mae', value: 3, better }, { name: 'mae_baseline', value: 2, better })]);
    expect(errors('lower')?.row.name).toBe('mae');
    expect(errors('higher')).toBeNull();
    expect(errors('none')).toBeNull();
  });

  it('is none where there is no baseline, or no number', () => {
    expect(belowBaseline([table({ name: 'accuracy', value: 0.1 })])).toBeNull();
    expect(belowBaseline([table({ name: 'accuracy_baseline', value: 0.1 })])).toBeNull();
    expect(
      belowBaseline([table({ name: 'accuracy', value: 'NaN' }, { name: 'accuracy_baseline', value: 0.1 })]),
    ).toBeNull();
  });
});
