import { setTimeout as wait } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { answerItems } from './answer-items.ts';
import type { Door, Said } from './door.ts';
import { openJudge } from './outside-metrics.ts';

const prompt = { system: 'Judge.', output: '', examples: [] };
const items = Array.from({ length: 10 }, (_, i) => ({
  id: `item-${i}`,
  input: `Sentence ${i}`,
  expected: 'good',
  group: null,
  values: {},
}));
const model = { name: 'm', provider: 'p', model: 'm', temperature: 0, max_tokens: 8, top_p: null, top_k: null };
const usage = { inputTokens: 1, outputTokens: 1, costUsd: 0, cached: false };

/** A budget that has room for so many calls at once and so many in all. */
function frugalDoor(atOnce: number, inAll: number): Door & { answered: number } {
  let under = 0;
  const door = {
    answered: 0,
    async ask(): Promise<Said> {
      if (under >= atOnce || door.answered + under >= inAll) return { status: 'over', reason: 'used up' };
      under += 1;
      await wait(1);
      under -= 1;
      door.answered += 1;
      return { status: 'answered', text: 'good', finish: 'stop', usage };
    },
  };
  return door;
}

const embedder = { url: '', key: '', references: [], patiently: <T>(work: () => Promise<T>) => work() };

const asking = (door: Door) => ({
  door,
  model,
  judge: openJudge(
    { metrics: [{ metric: 'exact_match' }], pass: 1, length_ratio: 0 },
    { door, grader: undefined, embedder },
  ).judge,
  concurrency: 4,
  leaving: () => false,
  count: () => undefined,
});

it('a budget that is only held by calls under way is waited for, one call at a time', async () => {
  const door = frugalDoor(1, 100);
  const { results, over } = await answerItems(asking(door), { prompt, items, sample: 0 });
  expect(over).toBeNull();
  expect(Object.keys(results).length).toBe(10);
});

it('a budget that is used up ends it, with what was answered before', async () => {
  const door = frugalDoor(4, 6);
  const { results, over } = await answerItems(asking(door), { prompt, items, sample: 0 });
  expect(over).toBe('used up');
  expect(Object.keys(results).length).toBe(6);
  expect(door.answered).toBe(6);
});

it('no call is made once the run is to leave', async () => {
  const door = frugalDoor(4, 100);
  const leaving = () => door.answered >= 3;
  const { results, over } = await answerItems({ ...asking(door), leaving }, { prompt, items, sample: 0 });
  expect(over).toBeNull();
  expect(Object.keys(results).length).toBeLessThanOrEqual(6);
});
