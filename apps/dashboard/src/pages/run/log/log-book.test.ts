import { expect, test } from 'vitest';
import { LogBook, pageLines } from './log-book.ts';
import type { LogLine } from './log-line.ts';

const lineOf = (n: number): LogLine => ({
  n,
  at: '2026-03-05T14:00:00.000Z',
  attempt: 1,
  level: 'info',
  source: 'stdout',
  text: `line ${n}`,
});
const linesOf = (from: number, count: number) => Array.from({ length: count }, (_, i) => lineOf(from + i));

function bookOf(stored: number) {
  const reads: [number, number][] = [];
  const pictures: (() => void)[] = [];
  const store = { total: stored, fails: false };
  const book = new LogBook({
    read: async (from, limit) => {
      reads.push([from, limit]);
      if (store.fails) throw new Error('away');
      const first = from < 0 ? Math.max(0, store.total + from) : from;
      return { items: linesOf(first, Math.max(0, Math.min(limit, store.total - first))), total: store.total };
    },
    beforePaint: (draw) => pictures.push(draw),
  });
  const draw = () => {
    for (const picture of pictures.splice(0)) picture();
    return book.snapshot();
  };
  return { book, reads, draw, store };
}

test('it opens at the end, and asks for a page only when a line of it is wanted, once', async () => {
  const { book, reads, draw } = bookOf(20_000);
  await book.open();
  expect(draw()).toMatchObject({ total: 20_000, loaded: true });
  expect(book.line(19_999)?.text).toBe('line 19999');
  expect(book.line(3)).toBeUndefined();
  expect(book.line(4)).toBeUndefined();
  await Promise.resolve();
  await Promise.resolve();
  expect(book.line(3)?.text).toBe('line 3');
  expect(reads).toEqual([
    [-pageLines, pageLines],
    [0, pageLines],
  ]);
});

test('lines that come live stand where they belong, whatever came before', async () => {
  const { book, draw } = bookOf(0);
  book.append(linesOf(0, 3), 3);
  await book.open();
  book.append(linesOf(3, 2), 5);
  expect(draw().total).toBe(5);
  expect([0, 1, 2, 3, 4].map((n) => book.line(n)?.n)).toEqual([0, 1, 2, 3, 4]);
});

test('thousands of lines between two pictures make one change', () => {
  const { book, draw } = bookOf(0);
  let told = 0;
  book.subscribe(() => {
    told += 1;
  });
  for (let n = 0; n < 4000; n += 80) book.append(linesOf(n, 80), n + 80);
  draw();
  expect(told).toBe(1);
  expect(book.snapshot().total).toBe(4000);
});

test('memory is bounded: old pages are let go and read again', async () => {
  const { book, reads, draw, store } = bookOf(0);
  store.total = 200_000;
  for (let n = 0; n < 200_000; n += 1000) book.append(linesOf(n, 1000), n + 1000);
  draw();
  expect(book.line(199_999)?.n).toBe(199_999);
  expect(book.line(0)).toBeUndefined();
  await Promise.resolve();
  expect(reads).toEqual([[0, pageLines]]);
});

test('a failed read is told, and the next one that goes well takes it back', async () => {
  const { book, draw, store } = bookOf(10);
  store.fails = true;
  await book.open();
  expect(draw().failed).toBeInstanceOf(Error);
  store.fails = false;
  await book.open();
  expect(draw()).toMatchObject({ failed: null, loaded: true, total: 10 });
});

test('after a lost connection it knows how long the log has become', async () => {
  const { book, draw, store } = bookOf(10);
  await book.open();
  store.total = 700;
  await book.resync();
  expect(draw().total).toBe(700);
});
