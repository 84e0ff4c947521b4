import { randomBytes } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Store } from '@trainyard/store';
import { afterEach, expect, it, vi } from 'vitest';
import { AccountBook } from './account-book.ts';

afterEach(() => void vi.useRealTimers());

const row = {
  provider_id: 'p',
  provider: 'stand-in',
  kind: 'openai-compatible',
  base_url: 'http://127.0.0.1:9',
  project: null,
  location: null,
  sealed_key: null,
  max_concurrent: 1,
  max_per_minute: null,
  timeout_s: 1,
  retries: 0,
  language_model: 'small',
  active: true,
  model: 'tiny-1',
};

it('what is asked for all the time is looked up again before it is too old, and never served older', async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  let looks = 0;
  let now: object = row;
  const prepared = async () => {
    looks += 1;
    return { rows: [now], count: 1 };
  };
  const book = new AccountBook({ prepared } as unknown as Store, randomBytes(32));
  const first = await book.find('ada', 'small');
  now = { ...row, model: 'tiny-2' };
  vi.advanceTimersByTime(600);
  expect([(await book.find('ada', 'small')).target.model, looks]).toEqual(['tiny-1', 2]);
  await nextTurn();
  const renewed = await book.find('ada', 'small');
  expect([renewed.target.model, looks]).toEqual(['tiny-2', 2]);
  // Nothing of the account was changed, and what was made for it stays good.
  expect(renewed.account).toBe(first.account);
  now = { ...row, retries: 3 };
  vi.advanceTimersByTime(1001);
  const later = await book.find('ada', 'small');
  expect([later.account.retries, looks]).toEqual([3, 3]);
  now = { ...row, active: false };
  book.forget();
  await expect(book.find('ada', 'small')).rejects.toMatchObject({ code: 'language-model-inactive' });
});

it('what was looked up before a change is not kept after it', async () => {
  let answer: (found: object) => void = () => undefined;
  const prepared = () => new Promise((resolve) => (answer = (found) => resolve({ rows: [found], count: 1 })));
  const book = new AccountBook({ prepared } as unknown as Store, randomBytes(32));
  const asked = book.find('ada', 'small');
  book.forget();
  answer(row);
  expect((await asked).target.model).toBe('tiny-1');
  const again = book.find('ada', 'small');
  answer({ ...row, model: 'tiny-2' });
  expect((await again).target.model).toBe('tiny-2');
});
