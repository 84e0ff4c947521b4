import { expect, it } from 'vitest';
import { addedNumber, movedNumber, withoutNumber } from './chosen-numbers.ts';

it('adds at the end, once, up to the limit', () => {
  expect(addedNumber([3, 1], 2, 3)).toEqual([3, 1, 2]);
  expect(addedNumber([3, 1], 1, 3)).toEqual([3, 1]);
  expect(addedNumber([3, 1], 2, 2)).toEqual([3, 1]);
});

it('takes out, and moves within the ends', () => {
  expect(withoutNumber([3, 1, 2], 1)).toEqual([3, 2]);
  expect(movedNumber([3, 1, 2], 1, -1)).toEqual([1, 3, 2]);
  expect(movedNumber([3, 1, 2], 2, 1)).toEqual([3, 1, 2]);
  expect(movedNumber([3, 1, 2], 9, 1)).toEqual([3, 1, 2]);
});
