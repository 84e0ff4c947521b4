import { expect, test } from 'vitest';
import { messageParts } from './message-parts.ts';

test('settings are told by their label, other figures as they are written', () => {
  const labels = new Map([['window.seconds', 'Window length']]);
  expect(messageParts('{self.window.seconds} s is more than {data.min_seconds} s', labels)).toEqual([
    { text: 'Window length', filled: true },
    { text: ' s is more than ', filled: false },
    { text: 'data.min_seconds', filled: true },
    { text: ' s', filled: false },
  ]);
});

test('how many there are of something is said so', () => {
  expect(messageParts('{size(self.filters)} layers', new Map([['filters', 'Filters']]))[0]?.text).toBe(
    'number of Filters',
  );
});

test('words without figures stay whole, a lone brace too', () => {
  expect(messageParts('keep { this', new Map())).toEqual([{ text: 'keep { this', filled: false }]);
});
