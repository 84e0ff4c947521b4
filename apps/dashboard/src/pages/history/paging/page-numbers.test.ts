import { expect, test } from 'vitest';
import { pageNumbers, pageRange } from './page-numbers.ts';

test('few pages are all named', () => {
  expect(pageNumbers(1, 1)).toEqual([1]);
  expect(pageNumbers(2, 5)).toEqual([1, 2, 3, 4, 5]);
});

test('of many pages the ends and the neighbours are named', () => {
  expect(pageNumbers(1, 100)).toEqual([1, 2, 3, 4, 5, 'gap', 100]);
  expect(pageNumbers(50, 100)).toEqual([1, 'gap', 49, 50, 51, 'gap', 100]);
  expect(pageNumbers(100, 100)).toEqual([1, 'gap', 96, 97, 98, 99, 100]);
});

test('a gap of one page is that page', () => {
  expect(pageNumbers(4, 100)).toEqual([1, 2, 3, 4, 5, 'gap', 100]);
});

test('a page tells which runs it shows', () => {
  expect(pageRange(1, 50, 10_000)).toEqual({ first: 1, last: 50, pages: 200 });
  expect(pageRange(200, 50, 9_990)).toEqual({ first: 9951, last: 9990, pages: 200 });
  expect(pageRange(1, 50, 0)).toEqual({ first: 0, last: 0, pages: 1 });
});
