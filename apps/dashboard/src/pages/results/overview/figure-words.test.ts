import { expect, it } from 'vitest';
import { apart, differenceText, figureText, intervalText, isShareFigure, pText } from './figure-words.ts';

it('shares are told in per cent, other figures as they are', () => {
  expect(isShareFigure('macro_f1', '', 0.9)).toBe(true);
  expect(isShareFigure('accuracy', '', 1.5)).toBe(false);
  expect(isShareFigure('rmse', '', 0.5)).toBe(false);
  expect(isShareFigure('error rate', 'per hour', 0.5)).toBe(false);
  expect(figureText(0.7879, true)).toBe('78.79\u202f%');
  expect(figureText(3.25, false, 'mm')).toBe('3.250 mm');
  expect(figureText('NaN', true)).toBe('NaN');
});

it('an interval has both ends or is none', () => {
  expect(intervalText({ value: 0.5, low: 0.4, high: 0.6 }, true)).toBe('40.00\u202f% to 60.00\u202f%');
  expect(intervalText({ value: 0.5, low: null, high: 0.6 }, true)).toBeNull();
});

it('differences carry their sign, shares in points', () => {
  expect(differenceText(0.0312, true)).toBe('+3.12 points');
  expect(differenceText(-0.0312, true)).toBe('−3.12 points');
  expect(differenceText(0.25, false)).toBe('+0.2500');
  expect(differenceText('Infinity', false)).toBe('∞');
});

it('intervals that touch do not tell two results apart; without intervals nothing is said', () => {
  expect(apart({ value: 1, low: 0.9, high: 1.1 }, { value: 2, low: 1.9, high: 2.1 })).toBe(true);
  expect(apart({ value: 1, low: 0.9, high: 2 }, { value: 2, low: 1.9, high: 2.1 })).toBe(false);
  expect(apart({ value: 1 }, { value: 2, low: 1.9, high: 2.1 })).toBeNull();
});

it('small p values are not told as zero', () => {
  expect(pText(0.00002)).toBe('p\u00a0<\u00a00.001');
  expect(pText(0.0421)).toBe('p\u00a0=\u00a00.042');
});
