import type { MatrixView } from '@trainyard/sections';
import { describe, expect, it } from 'vitest';
import { cellSentence, cellText, nextCell } from './matrix-words.ts';

const matrix: MatrixView = {
  labels: ['a', 'b'],
  names: ['a', 'b'],
  counts: [
    [1999, 1],
    [0, 40],
  ],
  rowTotals: [2000, 40],
  columnTotals: [1999, 41],
  gathered: 0,
};

describe('a cell of a confusion matrix', () => {
  it('shows a count, or per cent that never round to all or nothing', () => {
    expect(cellText(matrix, 'count', 0, 0)).toBe('1,999');
    expect(cellText(matrix, 'row', 0, 0)).toBe('>99.9');
    expect(cellText(matrix, 'row', 0, 1)).toBe('0.1');
    expect(cellText(matrix, 'row', 1, 0)).toBe('0');
    expect(cellText(matrix, 'column', 0, 0)).toBe('100');
    expect(cellText(matrix, 'column', 1, 1)).toBe('98');
  });

  it('is told in a sentence', () => {
    expect(cellSentence(matrix, 0, 1)).toBe('a taken for b: 1 sample, 0.1 % of a, 2.4 % of all that were called b.');
    expect(cellSentence(matrix, 1, 1)).toBe(
      'b recognised: 40 samples, 100.0 % of b, 97.6 % of all that were called b.',
    );
    expect(cellSentence(matrix, 1, 0)).toBe('b taken for a: no sample.');
    expect(cellSentence({ ...matrix, gathered: 5 }, 1, 1)).toContain('Among b, right or taken for one another');
  });

  it('is left by arrow keys, Home and End, and never over the edge', () => {
    expect(nextCell('ArrowRight', false, 2, 0, 0)).toEqual({ r: 0, c: 1 });
    expect(nextCell('ArrowRight', false, 2, 0, 1)).toEqual({ r: 0, c: 1 });
    expect(nextCell('ArrowUp', false, 2, 0, 1)).toEqual({ r: 0, c: 1 });
    expect(nextCell('ArrowDown', false, 2, 0, 1)).toEqual({ r: 1, c: 1 });
    expect(nextCell('Home', false, 3, 2, 2)).toEqual({ r: 2, c: 0 });
    expect(nextCell('End', true, 3, 0, 0)).toEqual({ r: 2, c: 2 });
    expect(nextCell('Enter', false, 2, 0, 0)).toBeNull();
  });
});
