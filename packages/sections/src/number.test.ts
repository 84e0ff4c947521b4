import { describe, expect, it } from 'vitest';
import {
  columnFormat,
  extent,
  formatCount,
  formatDigits,
  formatFigure,
  formatNumber,
  formatPercent,
  formatShare,
  num,
} from './number.ts';

describe('numbers in words', () => {
  it('have four significant digits, the same in every locale', () => {
    const given = [0, 1, 12345, -1234567, 0.29481, 12.3456, 812.44, 0.00012345, 1e-7, 3e12];
    expect(given.map(formatNumber)).toEqual([
      '0',
      '1',
      '12,345',
      '-1,234,567',
      '0.2948',
      '12.35',
      '812.4',
      '0.000123',
      '1.00e-7',
      '3.00e12',
    ]);
  });

  it('drop zeros that say nothing, unless they stand in a column', () => {
    expect([0.142, 1.5, 20, 0.25].map(formatNumber)).toEqual(['0.142', '1.5', '20', '0.25']);
    expect([0.142, 1.5, 20].map(formatDigits)).toEqual(['0.1420', '1.500', '20']);
    expect([18.2, 31.7, 74].map(columnFormat([18.2, 31.7, 74, Number.NaN]))).toEqual(['18.2', '31.7', '74.0']);
    expect([0.93123, 1].map(columnFormat([0.93123, 1]))).toEqual(['0.931', '1.000']);
    expect([1e-7, 3].map(columnFormat([1e-7, 3]))).toEqual(['1.00e-7', '3']);
  });

  it('name what is not finite', () => {
    const odd = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    expect(odd.map(formatNumber)).toEqual(['NaN', '∞', '-∞']);
    expect(odd.map(formatCount)).toEqual(['NaN', '∞', '-∞']);
    expect(odd.map((v) => formatPercent(v))).toEqual(['NaN', '∞', '-∞']);
  });

  it('never call all what is not all, nor nothing what is something', () => {
    expect([1, 0.99996, 0.9381, 0.00004, 0].map(formatShare)).toEqual([
      '1.000',
      '0.99996',
      '0.938',
      '0.00004',
      '0.000',
    ]);
    expect(formatPercent(0.99999)).toBe('99.999 %');
    expect(formatPercent(0.0001)).toBe('<0.1 %');
    expect(formatPercent(0.9381)).toBe('93.8 %');
  });

  it('carry their unit', () => {
    expect(formatFigure(812.4, 'samples/s')).toBe('812.4 samples/s');
    expect(formatFigure(0.5)).toBe('0.500');
  });

  it('of the wire are what they say', () => {
    expect([num('NaN'), num('Infinity'), num('-Infinity'), num(3), num(null), num(undefined)]).toEqual([
      Number.NaN,
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
      3,
      Number.NaN,
      Number.NaN,
    ]);
  });
});

describe('extent', () => {
  it('looks at finite numbers only', () => {
    expect(extent([Number.NaN, 3, Number.POSITIVE_INFINITY, -1])).toEqual({ low: -1, high: 3 });
    expect(extent([Number.NaN])).toBeNull();
  });
});
