import { describe, expect, it } from 'vitest';
import { BoundedCache } from './bounded-cache.ts';

describe('a bounded cache', () => {
  const recorder = (most: number) => {
    const cache = new BoundedCache<number>(most);
    const made: string[] = [];
    const get = (key: string, weight = 1) =>
      cache.get(
        key,
        async () => {
          made.push(key);
          return weight;
        },
        (value) => value,
      );
    return { get, made };
  };

  it('makes a value once, also for those who ask at the same time', async () => {
    const { get, made } = recorder(10);
    await Promise.all([get('a'), get('a')]);
    await get('a');
    expect(made).toEqual(['a']);
  });

  it('lets go of what was not used for longest, and keeps the newest whatever it weighs', async () => {
    const { get, made } = recorder(2);
    await get('a');
    await get('b');
    await get('a');
    await get('c');
    await get('a');
    await get('huge', 100);
    await get('huge', 100);
    await get('a');
    expect(made).toEqual(['a', 'b', 'c', 'huge', 'a']);
  });

  it('does not keep what could not be made', async () => {
    const cache = new BoundedCache<number>(2);
    await expect(
      cache.get(
        'a',
        () => Promise.reject(new Error('no')),
        () => 1,
      ),
    ).rejects.toThrow('no');
    expect(
      await cache.get(
        'a',
        async () => 7,
        () => 1,
      ),
    ).toBe(7);
  });
});
