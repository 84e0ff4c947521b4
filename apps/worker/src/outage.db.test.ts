import { listAttempts, listEvents } from '@trainyard/store';
import { testCluster } from '@trainyard/testkit';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Harness, openHarness, totalOf } from '../test/harness.ts';

let h: Harness;
beforeEach(async () => {
  h = await openHarness();
});
afterEach(() => h[Symbol.asyncDispose]());

it('a database that is killed and started again costs a running trainer nothing', async () => {
  h.worker();
  const id = await h.submit({ epochs: 10, steps: 10, step_s: 0.02 });
  await h.untilTrue('an epoch is over', async () => ((await h.run(id)).progress.epoch ?? 0) >= 2);
  const cluster = await testCluster();
  await cluster.kill();
  await new Promise((resolve) => setTimeout(resolve, 1000));
  await cluster.start();
  await h.untilTrue('the run is done', async () => {
    const run = await h.run(id).catch(() => null);
    return run?.status === 'completed';
  });
  const run = await h.run(id);
  expect(run.metrics['train/loss']).toBe(totalOf(10, 10));
  expect(await listAttempts(h.store, id)).toHaveLength(1);
  const events = await listEvents(h.store, id, { after: 0, limit: 10_000 });
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
});
