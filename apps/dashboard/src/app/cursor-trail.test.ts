import { expect, it } from 'vitest';
import { backward, cursorOf, onward } from './cursor-trail.ts';

it('leads back over the pages that were passed, to the first', () => {
  const second = onward(undefined, '25');
  const third = onward(second, 'a,b %');
  expect([cursorOf(undefined), cursorOf(second), cursorOf(third)]).toEqual([undefined, '25', 'a,b %']);
  expect(backward(third)).toBe(second);
  expect(backward(second)).toBeUndefined();
  expect(backward(undefined)).toBeUndefined();
});

it('an address of one cursor, or one that is broken, is still an address', () => {
  expect(cursorOf('50')).toBe('50');
  expect(cursorOf('%E0%A4%A')).toBe('%E0%A4%A');
});

it('stays short however far one goes', () => {
  let trail: string | undefined;
  for (let page = 1; page <= 500; page += 1) trail = onward(trail, String(page * 25));
  expect(cursorOf(trail)).toBe('12500');
  expect((trail ?? '').length).toBeLessThan(300);
});
