import type { Section } from '@trainyard/contracts';
import { expect, it } from 'vitest';
import { wantsWidth } from './wide-sections.ts';

const matrix = (classes: number): Section => {
  const labels = Array.from({ length: classes }, (_, i) => `class ${i}`);
  return {
    type: 'confusion-matrix',
    title: 'Matrix',
    notes: [],
    data: { labels, counts: labels.map(() => labels.map(() => 0)), accuracy: { value: 1, low: null, high: null } },
  };
};
const perClass: Section = {
  type: 'per-class-table',
  title: 'By class',
  notes: [],
  data: { rows: [], confidence: 0.95 },
};

it('a matrix of a few classes has its table beside it, one of many above it', () => {
  expect(wantsWidth([matrix(3), perClass])).toBe(false);
  expect(wantsWidth([matrix(8), perClass])).toBe(true);
});

it('tables of any number of columns take the whole width', () => {
  const table: Section = { type: 'table', title: 'One', notes: [], data: { columns: ['a'], rows: [] } };
  expect(wantsWidth([table, perClass])).toBe(true);
});
