import { TrainyardError } from '@trainyard/contracts';
import { newId } from '@trainyard/store';
import { aUser, eventually, testDatabase } from '@trainyard/testkit';
import { expect, it } from 'vitest';
import { Ledger } from './ledger.ts';
import { plainParameters } from './plain-parameters.ts';

const parameters = { ...plainParameters, temperature: 0, max_tokens: 10 };
const usage = { input_tokens: 1, cached_input_tokens: 0, output_tokens: 2, reasoning_tokens: 0 };
const answer = {
  text: 'yes',
  finish_reason: 'stop' as const,
  finish_raw: 'stop',
  revision: 'r',
  usage,
  usage_raw: null,
};

function anAttempt(gatewayId: string, userId: string) {
  const call = {
    request_id: newId(),
    gateway_id: gatewayId,
    user_id: userId,
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
  const reserved = { ...call, id: newId(), attempt: 1, look: null, price_version: null, reserved_usd: '0.1' };
  const how = { status: 'ok' as const, answer_id: newId(), answer, revision: 'r', usage_raw: null, ...usage };
  return { reserved, settled: { ...reserved, ...how, cost_usd: '0.01', kept: false, latency_ms: 5, error: null } };
}

it('what was told and is lost with the database is written again', async () => {
  await using database = await testDatabase();
  const { store } = database;
  const gatewayId = newId();
  const user = await aUser(store);
  const warned: unknown[] = [];
  const ledger = new Ledger(store, { gatewayId, waitSeconds: 5, warn: (error) => void warned.push(error) });
  const { reserved, settled } = anAttempt(gatewayId, user.id);
  expect((await ledger.reserve(reserved)).outcome).toBe('held');
  await ledger.settle(settled);
  // As a database leaves it that died before its disk had the last moment.
  await store.query('DELETE FROM language_call');
  await store.query('DELETE FROM language_answer');
  await eventually('the row', async () => (await store.query('SELECT 1 FROM language_call')).count === 1);
  await ledger.confirmed();
  const { rows } = await store.query('SELECT status, answer_id FROM language_call');
  expect(rows).toEqual([{ status: 'ok', answer_id: settled.answer_id }]);
  expect((await store.query('SELECT 1 FROM language_answer')).count).toBe(1);
  expect(warned).toEqual([]);
});

it('what could not be written while the database was away is written when it is back', async () => {
  await using database = await testDatabase();
  const gatewayId = newId();
  const user = await aUser(database.store);
  const warned: unknown[] = [];
  let away = false;
  const refusals = { settle: 0, confirm: 0 };
  // The database as it is, but for those moments in which it does not answer.
  const store = new Proxy(database.store, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      if (name !== 'prepared') return value.bind(target);
      return (...given: unknown[]) => {
        if (!away) return value.apply(target, given);
        refusals[given[0] === 'settle-language-calls' ? 'settle' : 'confirm'] += 1;
        return Promise.reject(new TrainyardError('database-unreachable', { detail: 'away' }));
      };
    },
  });
  const ledger = new Ledger(store, { gatewayId, waitSeconds: 0.01, warn: (error) => void warned.push(error) });
  const [first, second] = [anAttempt(gatewayId, user.id), anAttempt(gatewayId, user.id)];
  await ledger.reserve(first.reserved);
  await ledger.reserve(second.reserved);
  await ledger.settle(first.settled);
  away = true;
  await expect(ledger.settle(second.settled)).rejects.toMatchObject({ code: 'database-unreachable' });
  await eventually('a try to make sure that failed', async () => refusals.confirm > 0);
  // As a database leaves it that died before its disk had the first.
  await database.store.query("UPDATE language_call SET status = 'asked' WHERE id = $1", [first.reserved.id]);
  await database.store.query('DELETE FROM language_answer');
  away = false;
  await ledger.confirmed();
  const { rows } = await database.store.query('SELECT id, status, answer_id FROM language_call ORDER BY id');
  // Two ids of one millisecond are in no order.
  const byId = [first, second].sort((a, b) => (a.settled.id < b.settled.id ? -1 : 1));
  expect(rows).toEqual(byId.map(({ settled: { id, answer_id } }) => ({ id, status: 'ok', answer_id })));
  expect(warned.length).toBeGreaterThan(0);
  away = true;
  const third = anAttempt(gatewayId, user.id);
  await expect(ledger.settle(third.settled)).rejects.toMatchObject({ code: 'database-unreachable' });
  await ledger.close();
});
