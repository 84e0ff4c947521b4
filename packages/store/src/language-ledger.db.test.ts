import { aUser, testDatabase } from '@trainyard/testkit';
import { expect, it } from 'vitest';
import { newId, type Store } from './connection.ts';
import {
  type AttemptReserved,
  type AttemptSettled,
  loseGateway,
  reserveCalls,
  settleCalls,
} from './language-ledger.ts';

const parameters = {
  temperature: 0,
  max_tokens: 10,
  top_p: null,
  top_k: null,
  stop: null,
  seed: null,
  presence_penalty: null,
  frequency_penalty: null,
  response_format: null,
};
const usage = { input_tokens: 1, cached_input_tokens: 0, output_tokens: 2, reasoning_tokens: 0 };
const gateway_id = newId();

function attempt(user_id: string, run_id: string | null, reserved_usd: string | null): AttemptReserved {
  const whom = { language_model: null, provider_id: newId(), provider: 'stand-in', model: 'tiny-1' };
  const what = { parameters, sample: 0, key: newId(), attempt: 1, look: 'any' as const, price_version: null };
  return { request_id: newId(), gateway_id, user_id, run_id, role: null, ...whom, ...what, id: newId(), reserved_usd };
}

function answered(reserved: AttemptReserved, cost_usd: string): AttemptSettled {
  const answer = { text: 'yes', finish_reason: 'stop' as const, finish_raw: 'stop', revision: 'r', usage };
  const how = { status: 'ok' as const, answer_id: newId(), answer: { ...answer, usage_raw: null }, revision: 'r' };
  return { ...reserved, ...how, usage_raw: null, ...usage, cost_usd, kept: false, latency_ms: 5, error: null };
}

async function setBudget(store: Store, column: 'user_id' | 'run_id', id: string, usd: number | null, calls: number) {
  await store.query(
    `INSERT INTO language_budget (id, ${column}, limit_usd, limit_calls, set_by) VALUES ($1, $2, $3, $4, $1)`,
    [newId(), id, usd, calls],
  );
}

async function budgetOf(store: Store, id: string) {
  const { rows } = await store.query(
    `SELECT held_usd::float8 AS held_usd, held_calls, spent_usd::float8 AS spent_usd, spent_calls FROM language_budget
     WHERE user_id = $1 OR run_id = $1`,
    [id],
  );
  return rows[0];
}

it('of the calls of one trip each has its own answer, and together they never take more than there is', async () => {
  await using database = await testDatabase();
  const { store } = database;
  const [ada, bob, run] = [(await aUser(store)).id, (await aUser(store)).id, newId()];
  await setBudget(store, 'user_id', ada, 1, 100);
  await setBudget(store, 'run_id', run, null, 1);
  const calls = [
    attempt(ada, null, '0.4'),
    attempt(ada, null, '0.7'),
    attempt(ada, run, '0.4'),
    attempt(ada, run, '0.1'),
    attempt(ada, null, null),
    attempt(ada, null, '1.1'),
    attempt(ada, null, '0.2'),
    attempt(bob, null, null),
  ];
  const reserved = await reserveCalls(store, calls);
  expect(reserved.map(({ call_id }) => call_id)).toEqual(calls.map(({ id }) => id));
  expect(reserved.map(({ outcome, of_run }) => [outcome, of_run])).toEqual([
    ['held', null],
    ['wait', false],
    ['held', null],
    ['wait', true],
    ['unpriced', false],
    ['reached', false],
    ['held', null],
    ['held', null],
  ]);
  expect(await budgetOf(store, ada)).toEqual({ held_usd: 1, held_calls: 3, spent_usd: 0, spent_calls: 0 });
  expect(await budgetOf(store, run)).toEqual({ held_usd: 0.4, held_calls: 1, spent_usd: 0, spent_calls: 0 });
  const { rows } = await store.query('SELECT id FROM language_call');
  expect(rows.length).toBe(4);
});

it('a settlement gives back what was not taken, counts once, and corrects what others took for lost', async () => {
  await using database = await testDatabase();
  const { store } = database;
  const ada = (await aUser(store)).id;
  await setBudget(store, 'user_id', ada, 1, 100);
  const [first, lost] = [attempt(ada, null, '0.3'), attempt(ada, null, '0.3')];
  await reserveCalls(store, [first, lost]);
  await store.begin((tx) => loseGateway(tx, gateway_id));
  expect(await budgetOf(store, ada)).toEqual({ held_usd: 0, held_calls: 0, spent_usd: 0.6, spent_calls: 2 });
  const told = answered(first, '0.1');
  // The third was reserved, and the database died with that.
  const forgotten = answered(attempt(ada, null, '0.3'), '0.1');
  expect(await settleCalls(store, [told, forgotten])).toEqual([expect.any(String)]);
  await settleCalls(store, [told]);
  expect(await budgetOf(store, ada)).toEqual({ held_usd: 0, held_calls: 0, spent_usd: 0.5, spent_calls: 3 });
  const again = await reserveCalls(store, [{ ...attempt(ada, null, '0.3'), key: first.key }]);
  expect(again).toMatchObject([{ outcome: 'answered', replayed: { answerId: told.answer_id } }]);
});
