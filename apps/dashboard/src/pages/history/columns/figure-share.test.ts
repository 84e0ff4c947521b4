import { expect, test } from 'vitest';
import { figureShare, largestOf } from './figure-share.ts';

test('shares are drawn of one, others of the largest on the page', () => {
  expect(figureShare(0.8, true, 0.9)).toBe(0.8);
  expect(figureShare(80, true, 100)).toBe(0.8);
  expect(figureShare(0.2, false, 0.4)).toBe(0.5);
});

test('there is no bar where it would say nothing', () => {
  expect(figureShare(undefined, true, 1)).toBeNull();
  expect(figureShare('NaN', true, 1)).toBeNull();
  expect(figureShare(-1, false, 5)).toBeNull();
  expect(figureShare(0, false, 0)).toBeNull();
});

test('the largest of a page passes over what is no number', () => {
  expect(largestOf([0.1, 'NaN', undefined, 3, 'Infinity'])).toBe(3);
  expect(largestOf([undefined])).toBeNull();
});
