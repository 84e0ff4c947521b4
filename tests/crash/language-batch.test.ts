import type { BatchResult } from '@trainyard/contracts';
import { eventually, type Product, type StandIn, startProduct, startStandIn } from '@trainyard/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';

/** The server is killed outright while it works on a batch: the batch goes on, and no answered call is paid twice. */
const kills = 2;
const concurrency = 5;
const items = 60;
const answerMs = 120;

let product: Product;
let standIn: StandIn;
beforeAll(async () => {
  [product, standIn] = await Promise.all([
    startProduct({ environment: { TRAINYARD_LEASE_SECONDS: '2', TRAINYARD_BEAT_SECONDS: '0.5' } }),
    startStandIn({ latencyMs: answerMs }),
  ]);
}, 120_000);
afterAll(async () => {
  await product?.[Symbol.asyncDispose]();
  await standIn?.close();
}, 180_000);

it('a batch whose server is killed in the middle goes on to its end, each answered call paid once', async () => {
  const { client } = product;
  const account = { name: 'stand-in', kind: 'openai-compatible' as const, base_url: standIn.url, key: standIn.key };
  await client.call('createProvider', { body: account });
  await client.call('createLanguageModel', { body: { name: 'small', provider: 'stand-in', model: 'tiny-1' } });
  const made = await client.call('createBatch', {
    body: {
      kind: 'evaluation',
      prompt: { system: 'Repeat it.' },
      language_model: 'small',
      items: Array.from({ length: items }, (_, i) => ({ input: `item ${i}`, expected: `echo: item ${i}` })),
      concurrency,
      cache: false,
    },
  });
  const params = { id: made.id };
  // Between two servers nobody answers.
  const now = () => client.call('getBatch', { params }).catch(() => null);
  for (let kill = 1; kill <= kills; kill += 1) {
    await eventually('some results', async () => ((await now())?.counts.ok ?? 0) >= kill * 15);
    product.kill('server');
  }
  const batch = await eventually('its end', async () => {
    const seen = await now();
    return seen !== null && seen.ended_at !== null ? seen : null;
  });
  expect(batch).toMatchObject({ status: 'completed', counts: { ok: items, failed: 0, missing: 0, open: 0 } });
  expect(batch.summary).toMatchObject({ items, missing: 0, score: { value: 1 } });

  const text = await (await client.download(`/api/v1/batches/${made.number}/results`)).text();
  const results: BatchResult[] = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(results.map(({ cursor }) => cursor)).toEqual(Array.from({ length: items }, (_, i) => i + 1));
  expect(new Set(results.map(({ id }) => id)).size).toBe(items);
  // Only what was under way when its server died was asked twice, and is told as unknown.
  const { items: sums } = await client.call('sumLanguageUsage', { query: { by: 'role' } });
  const [sum] = sums;
  expect(sum).toMatchObject({ group: 'primary', failed: 0 });
  expect(sum?.unknown).toBeLessThanOrEqual(kills * concurrency);
  expect(sum?.calls).toBe(items + (sum?.unknown ?? 0));
  expect(standIn.arrived).toBeLessThanOrEqual(items + (sum?.unknown ?? 0));
  expect(standIn.metered.length).toBeGreaterThanOrEqual(items);
});
