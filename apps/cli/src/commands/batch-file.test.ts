import { expect, it } from 'vitest';
import { itemsOf } from './batch-file.ts';

const columns = { input: 'input', expected: 'expected', answers: false };

it('items come from JSON lines and from CSV alike, further columns as values for placeholders', () => {
  const lines =
    '{"id":1,"input":"a","expected":["x","y"],"tone":"calm","values":{"n":3}}\n\n{"input":"b","answer":"c"}\n';
  expect(itemsOf(lines, 'items.jsonl', columns)).toEqual([
    { id: '1', input: 'a', expected: ['x', 'y'], values: { tone: 'calm', n: '3' } },
    { input: 'b', values: { answer: 'c' } },
  ]);
  const csv = '\uFEFFquestion,wanted,tone\r\n"a, b",x,calm\r\nc,,\r\n';
  expect(itemsOf(csv, 'items.CSV', { ...columns, input: 'question', expected: 'wanted' })).toEqual([
    { input: 'a, b', expected: 'x', values: { tone: 'calm' } },
    { input: 'c', values: { tone: '' } },
  ]);
});

it('answers that are to be scored are taken as they are; null is none', () => {
  const lines = '{"input":"a","expected":"","answer":""}\n{"input":"b","expected":"x","answer":null}';
  expect(itemsOf(lines, 'answers.jsonl', { ...columns, answers: true })).toEqual([
    { input: 'a', expected: '', values: {}, answer: '' },
    { input: 'b', expected: 'x', values: {}, answer: null },
  ]);
});

it.each([
  ['items.jsonl', '', /is empty/],
  ['items.jsonl', '{"input":"a"}\n{', /line 2 is not JSON/],
  ['items.jsonl', '[1]', /line 1 is no JSON object/],
  ['items.jsonl', '{"text":"a"}', /item 1 has nothing under "input"/],
  ['items.csv', 'input,expected\n', /no rows/],
  ['items.csv', 'input\na,b\n', /row 2 has 2 cells/],
])('what cannot be items is told with its place: %s %j', (file, text, words) => {
  expect(() => itemsOf(text, file, columns)).toThrow(words);
});
