import type { Column } from '@trainyard/sections';
import { describe, expect, it } from 'vitest';
import { tableCsv } from './table-csv.ts';

const column = (label: string): Column => ({ label, align: 'left', kind: 'text' });
const text = (value: string | number | null) => ({ text: String(value), value });

describe('a table as CSV', () => {
  it('holds full numbers, quotes what needs it and leaves out what is missing', () => {
    const rows = [
      [text('a, "b"'), text(0.123456789)],
      [text('line\nbreak'), text(null)],
    ];
    expect(tableCsv({ columns: [column('name'), column('value')], rows })).toBe(
      'name,value\r\n"a, ""b""",0.123456789\r\n"line\nbreak",\r\n',
    );
  });

  it('gives intervals three columns', () => {
    const interval = { value: 0.9, low: 0.8, high: 0.95, valueText: '', rangeText: '' };
    const rows = [[{ text: '', value: 0.9, interval }], [text(0.5)]];
    expect(tableCsv({ columns: [column('F1')], rows })).toBe('F1,F1 low,F1 high\r\n0.9,0.8,0.95\r\n0.5,,\r\n');
  });

  it('keeps a text that looks like a formula a text, and a negative number a number', () => {
    const rows = [[text('=1+1')], [text('-3.5')], [text(-2)]];
    expect(tableCsv({ columns: [column('x')], rows })).toBe("x\r\n'=1+1\r\n-3.5\r\n-2\r\n");
  });
});
