import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Product, startBrowser, startProduct } from '@trainyard/testkit';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeSignals } from '../../signals.ts';
import { until, type Visit, visit } from './visit.ts';

/** From an empty home to the samples behind a cell of a confusion matrix, by clicks alone. */
let product: Product;
let browser: Browser;
let scratch: string;
let somebody: Visit;
let page: Page;

beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'trainyard-first-'));
  [product, browser] = await Promise.all([startProduct(), startBrowser()]);
  somebody = await visit(browser, product);
  page = somebody.page;
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await product?.[Symbol.asyncDispose]();
  rmSync(scratch, { recursive: true, force: true });
}, 120_000);

it('an empty home says so, and what to do first', async () => {
  await page.goto('/');
  const guide = page.getByRole('region', { name: 'First steps' });
  await guide.getByText('This home is empty: nothing has run here yet.').waitFor();
  expect(await guide.getByRole('heading', { level: 3 }).allInnerTexts()).toEqual([
    'Bring data',
    'Train a model',
    'Run a script of your own',
  ]);
  await page.getByText('Nothing runs at the moment.').waitFor();
  await guide.getByRole('link', { name: 'Import a data set' }).click();
  await page.getByRole('heading', { level: 1, name: 'Data sets' }).waitFor();
  expect(somebody.complaints.all).toEqual([]);
});

it('recordings are imported by the page', async () => {
  const folder = writeSignals(join(scratch, 'signals'), { units: 8, perUnit: 1, seconds: 1 });
  await page.getByRole('main').getByRole('button', { name: 'Import', exact: true }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Import a data set' });
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    dialog.getByRole('button', { name: 'Choose a folder' }).click(),
  ]);
  await chooser.setFiles(folder);
  await dialog.getByLabel('Name of the data set').fill('machines');
  await dialog.getByRole('button', { name: 'Upload and import' }).click();
  const report = page.getByRole('dialog', { name: /imports the data set$/ });
  await report.getByRole('link', { name: 'Show the data set' }).click();
  await page.getByRole('heading', { level: 1, name: 'machines' }).waitFor();
  const classes = page.getByRole('table', { name: 'Samples and units of each class' });
  await until(async () => (await classes.getByRole('rowheader').allTextContents()).sort(), 'the classes').toEqual([
    'fine',
    'loose',
    'worn',
  ]);
  expect(somebody.complaints.all).toEqual([]);
});

it('three clicks launch a training, which is watched until its results open', async () => {
  await page.getByRole('link', { name: 'Overview', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
  await page.getByRole('banner').getByRole('link', { name: 'New run' }).click();
  await page.getByRole('list', { name: 'Trainers' }).getByRole('button', { name: 'Classical features' }).click();
  await page.getByRole('button', { name: 'Launch with these settings' }).click();
  await page.getByText(/is launched/).waitFor();
  await page.getByRole('button', { name: /^Open the/ }).click();
  await page.getByText('Live', { exact: true }).waitFor();
  const overview = await somebody.tab();
  await overview.goto('/');
  await page.getByText(/^It is completed/).waitFor({ timeout: 180_000 });
  await page.waitForURL(/\/runs\/\d+\/results/);
  const best = overview.getByRole('region', { name: /^Best/ });
  await best
    .getByRole('row', { name: /machines/ })
    .or(best.getByRole('listitem').filter({ hasText: 'machines' }))
    .first()
    .waitFor();
  await overview.close();
  expect(somebody.complaints.all).toEqual([]);
}, 300_000);

it('the confusion matrix is there, and a cell of it leads to its samples', async () => {
  await page
    .getByText(/^95 % interval/)
    .first()
    .waitFor();
  const matrix = page
    .getByRole('region', { name: /confusion/i })
    .getByRole('table')
    .first();
  for (const tab of await page.getByRole('tab').all()) {
    if ((await matrix.count()) > 0) break;
    await tab.click();
    await until(() => tab.getAttribute('aria-selected'), 'the tab').toBe('true');
  }
  await matrix.waitFor();
  const cells = matrix.getByRole('button');
  await until(() => cells.count(), 'three classes by three').toBe(9);
  const counts = (await cells.allInnerTexts()).map(Number);
  const fullest = counts.indexOf(Math.max(...counts));
  await cells.nth(fullest).click();
  const samples = page.getByRole('table', { name: /^Predictions of this cell/ }).getByRole('rowheader');
  await until(() => samples.count(), 'the samples of the cell').toBe(Math.min(50, counts[fullest] ?? 0));
  const search = new URL(page.url()).searchParams;
  expect(search.get('truth')).toBe(['fine', 'loose', 'worn'][Math.floor(fullest / 3)]);
  expect(search.get('prediction')).toBe(['fine', 'loose', 'worn'][fullest % 3]);
  await page.goBack();
  expect(somebody.complaints.all).toEqual([]);
});
