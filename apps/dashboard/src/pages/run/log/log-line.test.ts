import { expect, test } from 'vitest';
import { contains, cutByHits, isAtLeast, type LogLine, shownText } from './log-line.ts';

const line = (text: string, level: LogLine['level'] = 'info'): LogLine => ({
  n: 0,
  at: '2026-03-05T14:00:00.000Z',
  attempt: 1,
  level,
  source: 'stdout',
  text,
});

test('a level lets through what is as grave or graver', () => {
  expect(isAtLeast(line('', 'error'), 'warning')).toBe(true);
  expect(isAtLeast(line('', 'info'), 'warning')).toBe(false);
});

test('a search finds letters of either case, and the text is cut there', () => {
  expect(contains(line('Loss is NaN'), 'nan')).toBe(true);
  expect(cutByHits('a NaN nan', 'nan').map(({ text, hit }) => [text, hit])).toEqual([
    ['a ', false],
    ['NaN', true],
    [' ', false],
    ['nan', true],
  ]);
  expect(cutByHits('plain', '')).toEqual([{ text: 'plain', hit: false, at: 0 }]);
});

test('letters that grow in lower case are left whole', () => {
  expect(cutByHits('İİ x', 'x')).toEqual([{ text: 'İİ x', hit: false, at: 0 }]);
});

test('colours of a terminal are left out, and a bar that overwrote itself shows its end', () => {
  expect(shownText('\u001b[31mred\u001b[0m')).toBe('red');
  expect(shownText('10 %\r50 %\r100 %\r')).toBe('100 %');
  expect(shownText('<script>alert(1)</script>')).toBe('<script>alert(1)</script>');
});
