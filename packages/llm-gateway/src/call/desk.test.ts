import { expect, it } from 'vitest';
import { Desk } from './desk.ts';

it('what comes while it works is served together, each with its own answer', async () => {
  const batches: number[][] = [];
  const desk = new Desk<number, number>(async (items) => {
    batches.push(items);
    await new Promise((resolve) => setImmediate(resolve));
    return items.map((item) => item * 2);
  });
  expect(await Promise.all([1, 2, 3, 4].map((item) => desk.ask(item)))).toEqual([2, 4, 6, 8]);
  expect(batches).toEqual([[1], [2, 3, 4]]);
});

it('a failure is that of all it served, and the next are served all the same', async () => {
  let broken = true;
  const desk = new Desk<number, number>(async (items) => {
    if (broken) throw new Error('gone');
    return items;
  });
  await expect(desk.ask(1)).rejects.toThrow('gone');
  broken = false;
  expect(await desk.ask(2)).toBe(2);
});
