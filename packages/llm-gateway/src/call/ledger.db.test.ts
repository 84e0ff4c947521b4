import { newId } from '@trainyard/store';
import { aUser, eventually, testDatabase } from '@trainyard/testkit';
import { expect, it } from 'vitest';
import { Ledger } from './ledger.ts';

it('what was told and is lost with the database is written again', async () => {
  await using database = await testDatabase();
  const { store } = database;
  const gatewayId = newId();
  const user = await aUser(store);
  const warned: unknown[] = [];
  const ledger = new Ledger(store, { gatewayId, waitSeconds: 5, warn: (error) => void warned.push(error) });
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
  const call = {
    request_id: newId(),
    gateway_id: gatewayId,
    user_id: user.id,
    run_id: null,
    role: null,
    language_model: null,
    provider_id: newId(),
    provider: 'stand-in',
    model: 'tiny-1',
    parameters,
    sample: 0,
    key: 'k',
  };
  const usage = { input_tokens: 1, cached_input_tokens: 0, output_tokens: 2, reasoning_tokens: 0 };
  const answer = {
    text: 'yes',
    finish_reason: 'stop' as const,
    finish_raw: 'stop',
    revision: 'r',
    usage,
    usage_raw: null,
  };
  const reserved = { ...call, id: newId(), attempt: 1, price_version: null, reserved_usd: '0.1' };
  expect((await ledger.reserve(reserved)).outcome).toBe('held');
  const how = { status: 'ok' as const, answer_id: newId(), answer, revision: 'r', usage_raw: null, ...usage };
  await ledger.settle({ ...reserved, ...how, cost_usd: '0.01', kept: false, latency_ms: 5, error: null });
  // As a database leaves it that died before its disk had the last moment.
  await store.query('DELETE FROM language_call');
  await store.query('DELETE FROM language_answer');
  await eventually('the row', async () => (await store.query('SELECT 1 FROM language_call')).count === 1);
  await ledger.confirmed();
  const { rows } = await store.query('SELECT status, answer_id FROM language_call');
  expect(rows).toEqual([{ status: 'ok', answer_id: how.answer_id }]);
  expect((await store.query('SELECT 1 FROM language_answer')).count).toBe(1);
  expect(warned).toEqual([]);
});
