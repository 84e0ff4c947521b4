import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Gate } from './gate.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => void vi.useRealTimers());

/** Goes through the gate, notes it, and leaves when told. */
function walker(gate: Gate) {
  const inside: number[] = [];
  const ways = new Map<number, () => void>();
  const enter = (who: number): void =>
    void gate.enter().then((leave) => {
      inside.push(who);
      ways.set(who, leave);
    });
  return { inside, enter, leave: (who: number) => ways.get(who)?.() };
}

it('lets so many in at once, in the order in which they came', async () => {
  const { inside, enter, leave } = walker(new Gate({ maxConcurrent: 2, maxPerMinute: null }));
  for (const who of [1, 2, 3, 4]) enter(who);
  await vi.advanceTimersByTimeAsync(0);
  expect(inside).toEqual([1, 2]);
  leave(2);
  leave(2);
  await vi.advanceTimersByTimeAsync(0);
  expect(inside).toEqual([1, 2, 3]);
});

it('lets so many in a minute', async () => {
  const { inside, enter, leave } = walker(new Gate({ maxConcurrent: 10, maxPerMinute: 2 }));
  for (const who of [1, 2, 3]) enter(who);
  await vi.advanceTimersByTimeAsync(0);
  expect(inside).toEqual([1, 2]);
  leave(1);
  await vi.advanceTimersByTimeAsync(59_000);
  expect(inside).toEqual([1, 2]);
  await vi.advanceTimersByTimeAsync(1_001);
  expect(inside).toEqual([1, 2, 3]);
});

it('more room lets those in that wait', async () => {
  const gate = new Gate({ maxConcurrent: 1, maxPerMinute: null });
  const { inside, enter } = walker(gate);
  for (const who of [1, 2]) enter(who);
  gate.limits = { maxConcurrent: 2, maxPerMinute: null };
  await vi.advanceTimersByTimeAsync(0);
  expect(inside).toEqual([1, 2]);
});

it('counts no call in the minute that was not made', async () => {
  const gate = new Gate({ maxConcurrent: 10, maxPerMinute: 1 });
  (await gate.enter())('unused');
  const { inside, enter } = walker(gate);
  for (const who of [1, 2]) enter(who);
  await vi.advanceTimersByTimeAsync(0);
  expect(inside).toEqual([1]);
});
