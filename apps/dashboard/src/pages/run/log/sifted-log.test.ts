import { expect, test } from 'vitest';
import type { LogLine } from './log-line.ts';
import { mostSifted, nextHit, placeOf, SiftedLog } from './sifted-log.ts';

const line = (n: number, level: LogLine['level'], text = 'x'): LogLine => ({
  n,
  at: '2026-03-05T14:00:00.000Z',
  attempt: 1,
  level,
  source: 'trainer',
  text,
});

test('only what passes is kept, each line once', () => {
  const sifted = new SiftedLog({ level: 'warning', words: 'nan' });
  expect(sifted.take([line(0, 'info', 'NaN'), line(1, 'error', 'a NaN'), line(2, 'error', 'fine')])).toBe(true);
  expect(sifted.take([line(1, 'error', 'a NaN')])).toBe(false);
  expect(sifted.lines.map(({ n }) => n)).toEqual([1]);
});

test('it is bounded, and says that it is full', () => {
  const sifted = new SiftedLog({ level: 'debug', words: '' });
  sifted.take(Array.from({ length: mostSifted + 5 }, (_, n) => line(n, 'info')));
  expect(sifted.lines).toHaveLength(mostSifted);
  expect(sifted.full).toBe(true);
});

test('next and previous go through the hits and round the end', () => {
  const hits = [{ n: 3 }, { n: 8 }, { n: 20 }];
  expect(placeOf(hits, 9)).toBe(2);
  expect(nextHit(hits, null, 1)).toBe(3);
  expect(nextHit(hits, null, -1)).toBe(20);
  expect(nextHit(hits, 3, 1)).toBe(8);
  expect(nextHit(hits, 20, 1)).toBe(3);
  expect(nextHit(hits, 3, -1)).toBe(20);
  expect(nextHit(hits, 10, 1)).toBe(20);
  expect(nextHit(hits, 10, -1)).toBe(8);
  expect(nextHit([], 1, 1)).toBeNull();
});
