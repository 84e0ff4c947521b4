import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from '@trainyard/api-client';
import { axeFindings, type Product, startBrowser, startProduct } from '@trainyard/testkit';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeLineTrainer, writeTrainer } from './line-trainer.ts';
import { fitsItsWindow, until, type Visit, visit } from './visit.ts';

let product: Product;
let browser: Browser;
let somebody: Visit;
let page: Page;

/** Folders whose names are labels, and nothing but text on a page. */
const labels = ['<img src=x onerror=alert(1)>', 'محمل 🔧', 'x'.repeat(120)];
const recordings = mkdtempSync(join(tmpdir(), 'trainyard-recordings-'));

function writeRecordings(folder: string): void {
  for (const [k, label] of labels.entries()) {
    mkdirSync(join(folder, label));
    for (let i = 0; i < 4; i += 1) {
      const values = Array.from({ length: 800 }, (_, n) => (Math.sin((n * (i + 3)) / 50) + k).toFixed(4));
      writeFileSync(join(folder, label, `take-${k}-${i}.csv`), `value\n${values.join('\n')}\n`);
    }
  }
}

beforeAll(async () => {
  [product, browser] = await Promise.all([startProduct(), startBrowser()]);
  writeLineTrainer(product.home);
  writeTrainer(product.home, 'faulty', {
    'trainer.yaml':
      'id: faulty\ntitle: <b>Faulty</b>\npurpose: Says too much.\nfamily: tests\nenvironment: none\nentry: [true]\ncolour: red\nparameters: {}\n',
  });
  writeRecordings(recordings);
  somebody = await visit(browser, product);
  page = somebody.page;
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await product?.[Symbol.asyncDispose]();
  rmSync(recordings, { recursive: true, force: true });
}, 120_000);

const bell = () => page.getByRole('banner').getByRole('link', { name: /^Notices/ });

it('imports a folder and shows what is in it, whatever its labels are called', async () => {
  await page.goto('/datasets');
  await page.getByRole('main').getByRole('button', { name: 'Import', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Import a data set' });
  await expect.poll(() => dialog.getByRole('button', { name: 'Choose files' }).isVisible()).toBe(true);
  expect(await dialog.getByRole('button', { name: 'Upload and import' }).isDisabled()).toBe(true);
  await dialog.locator('input[data-picks="folder"]').setInputFiles(recordings);
  await dialog.getByLabel('Name of the data set').fill('Not a name');
  await dialog.getByText('Lower-case letters, digits').waitFor();
  await dialog.getByLabel('Name of the data set').fill('takes');
  await dialog.getByLabel('Sampling rate', { exact: true }).fill('1000');
  expect(await axeFindings(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Upload and import' }).click();

  const report = page.getByRole('dialog', { name: /imports the data set$/ });
  await report.getByRole('link', { name: 'Show the data set' }).waitFor({ timeout: 120_000 });
  await report.getByText('What became of every file').waitFor();
  await until(() => bell().getAttribute('aria-label'), 'the count of the bell').toBe('Notices, 1 unread');
  await report.getByRole('link', { name: 'Show the data set' }).click();

  await page.getByRole('heading', { level: 1, name: 'takes' }).waitFor();
  const classes = page.getByRole('table', { name: 'Samples and units of each class' });
  await until(async () => (await classes.getByRole('rowheader').allTextContents()).sort(), 'the classes').toEqual(
    [...labels].sort(),
  );
  await page.getByText(/^0.8 s from 0 s at 1,?000 Hz/).waitFor();
  await page.getByRole('button', { name: 'Zoom in' }).click();
  await page.getByText(/^0.4 s from 0.2 s at 1,?000 Hz/).waitFor();
  await page.getByLabel('Label', { exact: true }).selectOption(labels[1] ?? '');
  const samples = page.getByRole('table', { name: 'Table of samples' });
  await until(() => samples.getByRole('rowheader').count(), 'the samples of one label').toBe(4);
  expect(await axeFindings(page)).toEqual([]);
  await page.setViewportSize({ width: 390, height: 900 });
  expect(await fitsItsWindow(page)).toBe(true);
  await page.setViewportSize({ width: 1440, height: 900 });
}, 240_000);

it('shows a manifest as documentation, and what is wrong with a faulty one', async () => {
  await page.goto('/trainers');
  await page.getByText('Unknown key "colour"').waitFor();
  await page.getByRole('link', { name: 'Line', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'Line' }).waitFor();
  const training = page.getByRole('table', { name: 'Settings: Training' });
  const rate = training.getByRole('row').filter({ hasText: 'learning_rate' });
  expect(await rate.innerText()).toContain('more than 0, at most 1');
  const rules = page.getByRole('region', { name: 'Rules between settings' });
  expect(await rules.innerText()).toContain('Batch size must be at most the points (Points), got Batch size');
  await page.getByRole('link', { name: 'Use the preset Quick in a new run' }).click();
  await until(() => new URL(page.url()).searchParams.get('preset'), 'the preset in the address').toBe('quick');
}, 60_000);

it('goes anywhere by keys, and by none of one letter where they are turned off', async () => {
  await page.goto('/');
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.keyboard.press('g');
  await page.keyboard.press('w');
  await page.getByRole('heading', { level: 1, name: 'Workers' }).waitFor();
  await page.keyboard.press('/');
  const field = page.getByRole('combobox', { name: 'Search or run a command' });
  await field.fill('tks');
  await page.getByRole('option', { name: /^takes/ }).waitFor();
  expect(await axeFindings(page)).toEqual([]);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'takes' }).waitFor();
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keyboard' }).getByRole('switch').press('Space');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.keyboard.press('g');
  await page.keyboard.press('w');
  await page.keyboard.press('/');
  await page.keyboard.press('Control+k');
  await field.waitFor();
  // The one that was gone to lately stands first.
  await until(() => page.getByRole('dialog').getByRole('option').first().innerText(), 'the recent ones').toContain(
    'takes',
  );
  expect(new URL(page.url()).pathname).toBe('/datasets/takes');
  await page.keyboard.press('Escape');
}, 90_000);

it('stops the open run from the palette, after a question', async () => {
  const config = { epochs: 500, epoch_s: 0.2 };
  const run = await product.client.call('createRun', { body: { trainer: 'line', name: 'endless', config } });
  await page.goto(`/runs/${run.number}`);
  await page.getByRole('main').getByText('Running', { exact: true }).first().waitFor();
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Search or run a command' }).fill('stop');
  await page.getByRole('option', { name: /^Stop: run/ }).click();
  await page
    .getByRole('dialog', { name: `Stop run ${run.number}?` })
    .getByRole('button', { name: /^Stop/ })
    .click();
  await until(
    async () => (await product.client.call('getRun', { params: { id: run.id } })).status,
    'the run to stop',
  ).toBe('stopped');
  // What happened meanwhile is told where one is, and leads there.
  await page.getByRole('region', { name: 'Messages' }).getByText('endless').first().waitFor();
}, 90_000);

it('reads the inbox, drains a worker, and keeps the colours with the person', async () => {
  await page.goto('/notices');
  await page.getByRole('button', { name: 'Mark all as read' }).click();
  await until(() => bell().getAttribute('aria-label'), 'the bell').toBe('Notices');

  await page.goto('/workers');
  await page.getByRole('button', { name: /^Drain/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Drain', exact: true }).click();
  await page.getByText('Draining', { exact: true }).waitFor();
  await page.getByRole('button', { name: /^Take back/ }).click();
  await page.getByText('Ready', { exact: true }).waitFor();

  await page.goto('/settings');
  await page.getByRole('link', { name: /^Access/ }).click();
  await page.getByLabel('Name of the new key').fill('<b>robot</b>');
  await page.getByRole('button', { name: 'Make an API key' }).click();
  await page.getByText('It is shown this once').waitFor();
  const key =
    (await page
      .getByText(/^ty_key_.{40}/)
      .first()
      .textContent()) ?? '';
  const program = createClient({ url: product.url, key });
  expect((await program.call('me')).role).toBe('admin');
  await page.getByRole('button', { name: 'Revoke <b>robot</b>' }).click();
  await until(() => axeFindings(page), 'the dialog to stand').toEqual([]);
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke', exact: true }).click();
  await page.getByText('The key is revoked.').waitFor();
  await expect(program.call('me')).rejects.toMatchObject({ status: 401 });
  await page.goto('/settings/appearance');
  await page.getByText('Dark', { exact: true }).click();
  await until(async () => (await product.client.call('getPreferences', {})).theme, 'the choice to be kept').toBe(
    'dark',
  );
  await using other = await visit(browser, product, { mode: 'light' });
  await other.page.goto('/settings');
  await until(
    () => other.page.evaluate('document.documentElement.dataset.mantineColorScheme'),
    'the colours of another browser',
  ).toBe('dark');
  expect(await axeFindings(other.page)).toEqual([]);
  expect([...somebody.complaints.all, ...other.complaints.all]).toEqual([]);
}, 90_000);
