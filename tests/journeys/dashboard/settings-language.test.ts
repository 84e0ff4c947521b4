import { type Product, type StandIn, startBrowser, startProduct, startStandIn } from '@trainyard/testkit';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { until, type Visit, visit } from './visit.ts';

let product: Product;
let standIn: StandIn;
let browser: Browser;
let somebody: Visit;
let page: Page;
beforeAll(async () => {
  [product, browser, standIn] = await Promise.all([startProduct(), startBrowser(), startStandIn()]);
  somebody = await visit(browser, product);
  page = somebody.page;
}, 300_000);
afterAll(async () => {
  await somebody?.[Symbol.asyncDispose]();
  await browser?.close();
  await product?.[Symbol.asyncDispose]();
  await standIn?.close();
}, 120_000);

const button = (name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' });
const dialog = () => page.getByRole('dialog');
const field = (label: string) => dialog().getByLabel(label, { exact: true });

/** As a program would, through the default of a role. */
async function ask(content: string): Promise<{ status: number; code: string | undefined }> {
  const answer = await fetch(`${product.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${product.key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'role:primary', max_tokens: 50, messages: [{ role: 'user', content }] }),
  });
  const told: { error?: { code?: string } } = JSON.parse(await answer.text());
  return { status: answer.status, code: told.error?.code };
}

it('a newcomer finds the settings, adds a provider, tries it, names a model and makes it their default', async () => {
  await page.goto('/settings');
  await page.getByLabel('Search settings').fill('temperature');
  await until(() => page.getByRole('list', { name: 'Pages of the settings' }).getByRole('link').count(), 'one').toBe(1);
  await page.getByRole('link', { name: /^Language models/ }).click();
  await page.getByRole('heading', { level: 1, name: 'Language models' }).waitFor();

  await button('Add a provider').click();
  await dialog().getByLabel('Name').fill('local');
  await dialog().getByLabel('Address').fill(standIn.url);
  await dialog().getByLabel('Key').fill(standIn.key);
  await dialog().getByRole('button', { name: 'Add', exact: true }).click();
  await button('Test local').click();
  await page.getByText('The connection works: local').waitFor();
  await page.getByLabel('Model to ask one tiny question').fill('small');
  await button('Ask it one tiny question').click();
  await page.getByText(/^small answered in/).waitFor();

  await button('Add a language model').click();
  await dialog().getByLabel('Its model').fill('tiny-1');
  await dialog().getByLabel('Name').fill('cheap');
  expect(await dialog().getByLabel('Temperature').inputValue()).toBe('0');
  expect(await dialog().getByLabel('Longest answer, tokens').inputValue()).toBe('1024');
  await dialog().getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByRole('row', { name: /^cheap local tiny-1 0 1024 1 40/ }).waitFor();
  await page.getByLabel('Primary').selectOption('cheap');
  await page.getByText('Your default is changed.').waitFor();
  expect(await page.content()).not.toContain(standIn.key);
}, 90_000);

it('what it costs and how much it may is set, and the Cost page tells what was spent and what the cache saved', async () => {
  await page.goto('/settings/budgets');
  await button('Set a price').click();
  await dialog().getByLabel('Its model').fill('tiny-1');
  await field('Input').fill('1');
  await dialog().getByRole('alert').getByText('or neither').waitFor();
  await field('Output').fill('4');
  await dialog().getByRole('button', { name: 'Set', exact: true }).click();
  await page.getByRole('row', { name: /^tiny-1 local \$1\.00 as input \$4\.00/ }).waitFor();
  await button('Set a budget').click();
  await dialog().getByLabel('US dollars').fill('0,5');
  await dialog().getByLabel('Calls', { exact: true }).fill('10');
  await dialog().getByRole('button', { name: 'Set', exact: true }).click();
  await page.getByRole('meter', { name: /Money$/ }).waitFor();

  expect(await ask('Which of the two?')).toEqual({ status: 200, code: undefined });
  expect(await ask('Which of the two?')).toEqual({ status: 200, code: undefined });
  const paid = standIn.metered.at(-1);
  const cost = ((paid?.promptTokens ?? 0) + 4 * (paid?.completionTokens ?? 0)) / 1e6;
  expect(cost).toBeGreaterThan(0);
  await until(() => page.getByRole('meter', { name: /Calls$/ }).getAttribute('aria-valuetext'), 'one call').toBe(
    '1 of 10',
  );

  await page.getByRole('link', { name: 'Cost', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'Cost' }).waitFor();
  const figure = (label: string) =>
    page
      .locator('dl > div')
      .filter({ has: page.getByText(label, { exact: true }) })
      .locator('dd')
      .first();
  // The tiny question of the test had no price: that it cost something is not told as nothing.
  const known = `$${cost.toFixed(6).replace(/0+$/, '')}`;
  await until(() => figure('Spent').textContent(), 'what was spent').toBe(`${known} + unknown`);
  expect(await figure('Answered from the cache').textContent()).toBe('1');
  expect(await figure('Saved by the cache').textContent()).toBe(known);
  await page.getByText('Language model', { exact: true }).first().click();
  await page
    .getByRole('row', { name: /^cheap/ })
    .first()
    .waitFor();
  await page.getByRole('row', { name: /^tests of connections unknown 1/ }).waitFor();
  await page.getByLabel('Status', { exact: true }).selectOption('cached');
  await page.getByText('1 attempt, newest first').waitFor();
  await button(/details of this call/).click();
  await dialog().getByText('It was answered before, and cost nothing.').waitFor();
  expect(await dialog().textContent()).not.toContain('Which of the two?');
}, 90_000);

it('a model that is switched off is not asked, and a key does not follow its provider to another address', async () => {
  await page.goto('/settings/language-models');
  // Its label covers what it is.
  await page.getByRole('switch', { name: 'cheap is active' }).evaluate((one: { click(): void }) => one.click());
  await page.getByText('cheap is not active: no call is made to it.').waitFor();
  expect(await ask('Another?')).toEqual({ status: 409, code: 'language_model_inactive' });
  await page.getByRole('switch', { name: 'cheap is active' }).evaluate((one: { click(): void }) => one.click());
  await page.getByText('cheap is active again.').waitFor();
  expect((await ask('Another?')).status).toBe(200);

  await button('Change local').click();
  await dialog().getByLabel('Address').fill('http://127.0.0.1:9/v1');
  await dialog()
    .getByText(/give the key again/)
    .waitFor();
  expect(await dialog().getByRole('button', { name: 'Change', exact: true }).isDisabled()).toBe(true);
  await dialog().getByLabel('New key').fill('sk-for-there');
  await dialog().getByRole('button', { name: 'Change', exact: true }).click();
  await page.getByRole('row', { name: /127\.0\.0\.1:9/ }).waitFor();
  expect(somebody.complaints.all).toEqual([]);
}, 90_000);
