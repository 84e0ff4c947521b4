import { newId } from '@trainyard/store';
import { expect, it, vi } from 'vitest';
import { Gate } from './gate.ts';
import { Ledger } from './ledger.ts';
import { plainParameters } from './plain-parameters.ts';
import { putCall } from './put-call.ts';

const parameters = { ...plainParameters, temperature: 0, max_tokens: 10 };
const account = {
  id: newId(),
  name: 'stand-in',
  kind: 'openai-compatible' as const,
  baseUrl: 'http://127.0.0.1:9',
  project: null,
  location: null,
  key: null,
  maxConcurrent: 1,
  maxPerMinute: null,
  timeoutMs: 1000,
  retries: 0,
};

it('a call that waits for what others hold of a budget lets others through the gate, and gives up in the end', async () => {
  const ledger = Object.create(Ledger.prototype) as Ledger;
  vi.spyOn(ledger, 'reserve').mockResolvedValue({
    call_id: newId(),
    outcome: 'wait',
    budget_id: newId(),
    of_run: true,
    replayed: null,
  });
  let asked: () => void = () => undefined;
  const waits = new Promise<void>((resolve) => {
    asked = resolve;
  });
  let settle: () => void = () => undefined;
  const settled = new Promise<void>((resolve) => {
    settle = resolve;
  });
  vi.spyOn(ledger, 'someSettled').mockImplementation(() => {
    asked();
    return settled;
  });
  const gate = new Gate({ maxConcurrent: 1, maxPerMinute: null });
  const call = {
    request_id: newId(),
    gateway_id: newId(),
    user_id: newId(),
    run_id: newId(),
    role: null,
    language_model: null,
    provider_id: account.id,
    provider: account.name,
    model: 'm',
    parameters,
    sample: 0,
    key: 'k',
  };
  const price = { price_version: null, input_usd: null, cached_input_usd: null, output_usd: null };
  const question = { model: 'm', messages: [], parameters };
  const put = putCall(
    { ledger, gate, backoffBaseMs: 1, reserveWaitMs: 20, random: () => 0 },
    { call, account, price, question, look: null, say: null },
  );
  put.catch(() => undefined);
  await waits;
  // There is one place, and it is free.
  const leave = await gate.enter();
  await new Promise((resolve) => setTimeout(resolve, 30));
  settle();
  leave();
  await expect(put).rejects.toMatchObject({
    code: 'budget-reached',
    message: expect.stringContaining('What other calls do not hold of the budget of this run'),
  });
});
