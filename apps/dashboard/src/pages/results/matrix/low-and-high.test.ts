import { expect, it } from 'vitest';
import { lowAndHigh } from './low-and-high.ts';

it('goes down and up at every pixel', () => {
  expect(lowAndHigh({ seconds: [0, 1], low: [-1, -2], high: [3, 4] })).toEqual({ x: [0, 0, 1, 1], y: [-1, 3, -2, 4] });
});
