import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  axeFindings,
  Complaints,
  eventually,
  type Product,
  type StandIn,
  signedIn,
  startBrowser,
  startProduct,
  startStandIn,
} from '@trainyard/testkit';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';

let product: Product;
let standIn: StandIn;
let browser: Browser;
let scratch: string;

const word = (i: number): string => (i % 2 === 0 ? 'fine' : 'poor');
const task = {
  expected: (input: string) => (input.includes('fine') ? 'positive' : 'negative'),
  requirements: [/Classify/, /negative or positive/],
};

beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'trainyard-prompt-pages-'));
  [product, standIn, browser] = await Promise.all([
    startProduct(),
    startStandIn({ task, latencyMs: 60 }),
    startBrowser(),
  ]);
  const items = join(scratch, 'reviews.csv');
  const rows = Array.from({ length: 160 }, (_, i) => `Review ${i} finds it ${word(i)},${task.expected(word(i))}`);
  writeFileSync(items, `input,expected\n${rows.join('\n')}\n`);
  const keyFile = join(scratch, 'key');
  writeFileSync(keyFile, standIn.key);
  for (const args of [
    ['dataset', 'add', items, '--name', 'reviews'],
    ['provider', 'add', 'stand-in', '--kind', 'openai-compatible', '--url', standIn.url, '--key-file', keyFile],
    ['language-model', 'add', 'small', '--provider', 'stand-in', '--model', 'tiny-1', '--temperature', '0'],
    ['language-model', 'default', 'primary', 'small'],
    ['prompt', 'create', 'classify', '--system', 'Classify the review.'],
  ]) {
    const { code, stderr } = await product.trainyard(...args);
    expect(code, stderr).toBe(0);
  }
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await product?.[Symbol.asyncDispose]();
  await standIn?.close();
  rmSync(scratch, { recursive: true, force: true });
}, 120_000);

it('a prompt run is watched, its versions are looked at by keyboard, and one of them is used', async () => {
  const { client } = product;
  const context = await signedIn(browser, product, { width: 1440, height: 900, mode: 'dark' });
  const page = await context.newPage();
  const complaints = new Complaints().watch(page);
  // The browser is warm before the run begins: on a busy computer it would else come when the run is over.
  await page.goto('/runs');
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  const config = { prompt: 'classify', preflight: false, 'budget.calls': 400, target: 1, concurrency: 4 };
  const { id, number } = await client.call('createRun', {
    body: { trainer: 'prompt-optimizer', dataset: 'reviews', config },
  });
  await page.goto(`/runs/${number}`);
  await page.getByRole('heading', { name: 'Budget' }).waitFor();
  await page.locator('[aria-current="step"]').waitFor();
  await page.getByRole('heading', { name: 'Candidates that race' }).waitFor();
  const run = await eventually('the end', async () => {
    const seen = await client.call('getRun', { params: { id } });
    return seen.ended_at === null ? null : seen;
  });
  expect(run, run.reason?.message).toMatchObject({ status: 'completed' });

  await page.goto(`/runs/${number}/results`);
  const verdict = page.getByRole('region', { name: 'Verdict' });
  await verdict.getByText(/^Improved: /).waitFor();
  await verdict.getByRole('button', { name: 'Use this version' }).waitFor();

  await page.goto(`/runs/${number}/results/prompts`);
  const lineage = page.getByRole('region', { name: 'Lineage' });
  await lineage.getByRole('button', { name: /^v1 the seed/ }).click();
  await lineage.getByText('Classify the review.', { exact: true }).waitFor();
  const fixes = await lineage
    .locator('tbody tr:has([aria-pressed])')
    .evaluateAll((rows) => rows.findIndex((row) => row.querySelector('[data-good="true"]') !== null));
  expect(fixes).toBeGreaterThan(0);
  for (let i = 0; i < fixes; i += 1) await page.keyboard.press('ArrowDown');
  await lineage.getByText('Answer before').waitFor();
  // What an edit did: words that came, and items that it fixed, with both answers.
  await lineage.locator('ins').first().waitFor();
  await lineage.getByText('fixed', { exact: true }).last().waitFor();
  await lineage
    .getByText(/^Review [0-9]+ finds it/)
    .first()
    .waitFor();
  expect(await axeFindings(page)).toEqual([]);

  await lineage.getByRole('button', { name: 'Use this version' }).click();
  await lineage.getByText('In use').waitFor();
  const prompt = await client.call('getPrompt', { params: { name: 'classify' } });
  expect(prompt.current.version).toBeGreaterThan(1);
  await lineage.getByText('Step by step', { exact: true }).click();
  await lineage.locator('ol > li').nth(1).waitFor();
  expect(complaints.all).toEqual([]);
  await context.close();
}, 120_000);
