import { expect, it } from 'vitest';
import { CallerCache } from './caller-cache.ts';

it('does not keep what was looked up before it was cleared', async () => {
  const cache = new CallerCache<string>(1000, () => 0);
  let answer: (found: string) => void = () => undefined;
  const asked = cache.get('hash', () => new Promise((resolve) => (answer = resolve)));
  cache.clear();
  answer('ada');
  expect(await asked).toBe('ada');
  expect(await cache.get('hash', async () => null)).toBeNull();
});

it('asks once while it remembers', async () => {
  let now = 0;
  const cache = new CallerCache<number>(1000, () => now);
  let asked = 0;
  const look = async () => {
    asked += 1;
    return asked;
  };
  expect([await cache.get('h', look), await cache.get('h', look)]).toEqual([1, 1]);
  now = 1001;
  expect(await cache.get('h', look)).toBe(2);
});
