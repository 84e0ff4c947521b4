import { expect, it } from 'vitest';
import { parsePromptItems } from './prompt-items.ts';

const item = { id: 'a', input: 'line one\u2028line two', expected: '', group: null, values: { language: 'de' } };

it('items are read line by line; only the line end that the writer uses cuts them', () => {
  const text = `${JSON.stringify(item)}\n${JSON.stringify({ ...item, id: 'b', group: 'g' })}\n`;
  expect(parsePromptItems(text).map(({ id, input, group }) => [id, input, group])).toEqual([
    ['a', item.input, null],
    ['b', item.input, 'g'],
  ]);
});

it('a line that is no item is named', () => {
  expect(() => parsePromptItems(`${JSON.stringify(item)}\n{"id": "b"}\n`)).toThrow('items.jsonl: line 2 is no item');
  expect(() => parsePromptItems('{"id":')).toThrow('items.jsonl: line 1 is no item');
});
