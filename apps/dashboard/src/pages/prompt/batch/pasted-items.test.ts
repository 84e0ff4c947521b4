import { parseCsv } from '@trainyard/domain';
import { expect, it } from 'vitest';
import { formOf, itemsIn } from './pasted-items.ts';

it('what is pasted is told apart by its first line', () => {
  expect([
    formOf('{"input":"a"}'),
    formOf('id,"input",tone\n1,a,b'),
    formOf('Good film, bad input\n'),
    formOf(''),
  ]).toEqual(['json', 'csv', 'lines', 'lines']);
});

it('lines, CSV and JSON lines become items; what is no column of its own fills a placeholder', () => {
  expect(itemsIn('a, b\r\n\n c\n', parseCsv)).toEqual([
    { input: 'a, b', values: {} },
    { input: ' c', values: {} },
  ]);
  expect(itemsIn('input,expected,tone\n"a, b",x,calm\nc,,\n', parseCsv)).toEqual([
    { input: 'a, b', expected: 'x', values: { tone: 'calm' } },
    { input: 'c', values: { tone: '' } },
  ]);
  expect(itemsIn('{"input":"a","expected":["x","y"],"id":7,"tone":"calm","values":{"n":1}}', parseCsv)).toEqual([
    { id: '7', input: 'a', expected: ['x', 'y'], values: { tone: 'calm', n: '1' } },
  ]);
});

it('a line that is no item is named', () => {
  expect(() => itemsIn('{"input":"a"}\n{', parseCsv)).toThrow('Line 2 is not JSON.');
  expect(() => itemsIn('{"input":"a"}\n[]', parseCsv)).toThrow('Line 2 is no JSON object.');
});
