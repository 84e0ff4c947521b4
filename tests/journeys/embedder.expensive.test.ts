import { type Product, startProduct } from '@trainyard/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
}, 120_000);
afterAll(() => product?.[Symbol.asyncDispose](), 120_000);

it('the embedder is installed by one command, and gives the numbers that its makers publish', async () => {
  const install = ['run', 'start', 'environment-install', '--set', 'environment=embedder', '--follow'];
  const { code, stdout, stderr } = await product.trainyard(...install);
  expect(code, `${stdout}${stderr}`).toBe(0);
  expect(await product.client.call('getEmbedder')).toMatchObject({ name: 'all-MiniLM-L6-v2', installed: true });

  const body = { name: 'example', system: 'This is an example sentence', output: 'Each sentence is converted' };
  const { features } = (await product.client.call('createPrompt', { body })).current;
  expect(features.embedder).toBe('all-MiniLM-L6-v2');
  // As the card of the model shows them.
  const published = { system: [0.0676569, 0.0634959, 0.0487131], output: [0.0864386, 0.1027627, 0.0053946] };
  for (const part of ['system', 'output'] as const) {
    const told = features.embeddings?.[part] ?? [];
    expect(told).toHaveLength(20);
    for (const [i, value] of published[part].entries()) expect(told[i]).toBeCloseTo(value, 5);
  }

  const pairs = [
    { answer: 'The cat sat on the mat.', expected: 'The cat sat on the mat.' },
    { answer: 'A cat was sitting on a mat.', expected: 'The cat sat on the mat.' },
    { answer: 'Shares fell by two percent.', expected: 'The cat sat on the mat.' },
  ];
  const { items } = await product.client.call('compareTexts', { body: { pairs } });
  expect(items[0]?.f1).toBeCloseTo(1, 5);
  expect(items[1]?.f1).toBeGreaterThan(0.7);
  expect(items[2]?.f1).toBeLessThan((items[1]?.f1 ?? 0) - 0.2);
}, 600_000);
