import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { classification } from '@trainyard/contracts';
import { axeFindings, eventually, type Product, startBrowser, startProduct } from '@trainyard/testkit';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeSignals } from '../signals.ts';
import { visit } from './dashboard/visit.ts';

let product: Product;
let browser: Browser;
let scratch: string;
/** One second of a class that the models know, at another rate than theirs. */
let file: string;
const rate = 4000;

async function ended(id: string) {
  return eventually('the end of the run', async () => {
    const run = await product.client.call('getRun', { params: { id } });
    return run.ended_at === null ? null : run;
  });
}

beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'trainyard-feature-models-'));
  [product, browser] = await Promise.all([startProduct(), startBrowser()]);
  const { code, stdout, stderr } = await product.trainyard(
    'dataset',
    'add',
    writeSignals(join(scratch, 'signals')),
    '--name',
    'demo',
  );
  expect(code, `${stdout}${stderr}`).toBe(0);
  const few = { n_estimators: 20, folds: 0, importance_repeats: 1 };
  const settings = [{}, { max_depth: 4 }, { model: 'lightgbm' }];
  for (const [i, more] of settings.entries()) {
    const run = await product.client.call('createRun', {
      body: { trainer: 'signal-features', preset: 'quick', dataset: 'demo', config: { ...few, ...more } },
    });
    const { status, number, reason } = await ended(run.id);
    expect(status, reason?.message).toBe('completed');
    await product.client.call('registerModel', { params: { name: `features-${i + 1}` }, body: { run: number } });
  }
}, 400_000);
afterAll(async () => {
  await browser?.close();
  await product?.[Symbol.asyncDispose]();
  rmSync(scratch, { recursive: true, force: true });
}, 120_000);

it('a model of features classifies one signal by CLI, API and page, and leaves no run behind', async () => {
  const model = await product.client.call('getModel', { params: { ref: 'features-1' } });
  expect(model.latest?.files.map(({ path }) => path)).toEqual(['model.joblib', 'window-features.pyz', 'model.onnx']);
  file = join(scratch, 'one.csv');
  const values = Array.from(
    { length: rate },
    (_, i) => Math.sin((2 * Math.PI * 310 * i) / rate) + 2 * (((i * 7919) % 1009) / 1009 - 0.5),
  );
  writeFileSync(file, `${values.join('\n')}\n`);

  const told = await product.trainyard('model', 'classify', 'features-1', file, '--rate', String(rate), '--json');
  expect(told.code, told.stderr).toBe(0);
  const said = classification.parse(JSON.parse(told.stdout));
  expect(said).toMatchObject({
    prediction: 'worn',
    model: { name: 'features-1', version: 1 },
    signal: { seconds: 1, rate_hz: rate },
  });
  expect(said.probabilities.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 3);

  const again = await product.client.call('classifyByModel', {
    params: { ref: 'features-1' },
    body: { signal: values, rate_hz: rate },
  });
  expect(again.probabilities).toEqual(said.probabilities);

  await using somebody = await visit(browser, product);
  const { page, complaints } = somebody;
  await page.goto('/models/features-1');
  await page.getByText('A run computes its features first').waitFor();
  await page.locator('input[type=file]').setInputFiles(file);
  await page.getByLabel('Rate in Hz').fill(String(rate));
  await page.getByRole('button', { name: 'Classify' }).click();
  await page
    .getByRole('status', { name: 'What the model says' })
    .getByText(said.prediction, { exact: true })
    .first()
    .waitFor();
  expect(await axeFindings(page)).toEqual([]);
  expect(complaints.all).toEqual([]);
  const { items } = await product.client.call('listRuns', { query: { filter: 'trainer:measure-windows', limit: 10 } });
  expect(items).toEqual([]);
});

it('models of features vote in an ensemble', async () => {
  const run = await product.client.call('createRun', {
    body: {
      trainer: 'signal-ensemble',
      dataset: 'demo',
      config: { models: ['features-1', 'features-2', 'features-3'] },
    },
  });
  const { status, reason } = await ended(run.id);
  expect(status, reason?.message).toBe('completed');
  const { items } = await product.client.call('listSections', { params: { id: run.id } });
  expect(items.map(({ title }) => title)).toContain('Its models alone');
});
