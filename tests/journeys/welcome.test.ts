import { existsSync } from 'node:fs';
import { eventually, type Product, startProduct } from '@trainyard/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** From an empty home to honest scores in the terminal, as the first minutes of a new user are. */
describe('the first start on an empty home', () => {
  let product: Product;

  beforeAll(async () => {
    product = await startProduct({ welcome: true });
  }, 120_000);
  afterAll(() => product?.[Symbol.asyncDispose](), 180_000);

  it('prints the address and a sign-in link that works once', async () => {
    const link = await eventually('the link', () => /http:\/\/\S+\/sign-in\?key=\S+/.exec(product.output())?.[0]);
    const first = await fetch(link, { redirect: 'manual' });
    expect(first.status).toBe(302);
    const cookie = first.headers.getSetCookie()[0] ?? '';
    expect(cookie).toMatch(/HttpOnly/i);
    expect(cookie).toMatch(/SameSite=Lax/i);
    const me = await fetch(`${product.url}/api/v1/me`, { headers: { cookie: cookie.split(';')[0] ?? '' } });
    expect(me.status).toBe(200);
    const again = await fetch(link, { redirect: 'manual' });
    expect(again.status).toBe(401);
  });

  it('makes the demo data and trains a first model on it, ending in a confusion matrix with intervals', async () => {
    const limitMs = 280_000;
    await eventually('the confusion matrix', () => /confusion matrix/i.test(product.output()), limitMs);
    const runs = await eventually(
      'both runs to end',
      async () => {
        const { items } = await product.client.call('listRuns', { query: { sort: 'number' } });
        return items.length >= 2 && items.every((run) => run.status === 'completed') ? items : undefined;
      },
      limitMs,
    );
    expect(runs.map((run) => run.trainer).sort()).toEqual(['signal-features', 'signal-lab']);
    const model = runs.find((run) => run.trainer === 'signal-features');
    expect(model?.dataset?.name).toBe('demo');
    const accuracy = Number(model?.metrics['test/accuracy']);
    expect(accuracy).toBeGreaterThan(3 / 11);
    expect(accuracy).toBeLessThan(1);
    expect(product.output()).toMatch(/SIMULATED/i);
  });

  it('goes on with what was there at the next start, without the welcome', async () => {
    await product.stop();
    expect(existsSync(`/proc/${product.supervisor.pid}`)).toBe(false);
    const again = await startProduct({ home: product.home, welcome: true });
    try {
      const { items } = await again.client.call('listRuns', {});
      expect(items).toHaveLength(2);
      expect(again.output()).not.toMatch(/confusion matrix/i);
    } finally {
      await again.stop();
    }
  });
});
