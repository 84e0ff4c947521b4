import { describe, expect, it } from 'vitest';
import { numberCell, textCell, valueCell } from './csv-cell.ts';

describe('a cell of a CSV file', () => {
  it.each([
    ['plain', 'plain'],
    ['', ''],
    ['a, b', '"a, b"'],
    ['say "hi"', '"say ""hi"""'],
    ['two\nlines', '"two\nlines"'],
    [' padded', '" padded"'],
    ['<script>alert(1)</script>', '<script>alert(1)</script>'],
    ['\u202eevil 🚀', '\u202eevil 🚀'],
  ])('holds %j as text', (text, cell) => {
    expect(textCell(text)).toBe(cell);
  });

  it.each(['=1+1', '+1', '-2', '@SUM(A1)', '\t=1', '\r=1'])('never acts as a formula: %j', (text) => {
    expect(textCell(text).replace(/^"/, '').startsWith("'")).toBe(true);
  });

  it('keeps numbers as numbers, negative ones too', () => {
    expect([numberCell(-1.5), numberCell(0), numberCell('NaN'), numberCell(null), numberCell(undefined)]).toEqual([
      '-1.5',
      '0',
      'NaN',
      '',
      '',
    ]);
    expect([valueCell('-0.1'), valueCell('1e-3'), valueCell('-x'), valueCell(undefined)]).toEqual([
      '-0.1',
      '1e-3',
      "'-x",
      '',
    ]);
  });
});
