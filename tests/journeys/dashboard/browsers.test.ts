import type { Run } from '@trainyard/contracts';
import { eventually, type Product, startBrowser, startProduct } from '@trainyard/testkit';
import type { Browser, BrowserContext, Page, Request } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { gateIn } from './gate.ts';
import { writeLineTrainer } from './line-trainer.ts';
import { patienceMs, until, visit } from './visit.ts';

let product: Product;
let browser: Browser;
beforeAll(async () => {
  [product, browser] = await Promise.all([startProduct(), startBrowser()]);
  writeLineTrainer(product.home);
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await product?.[Symbol.asyncDispose]();
}, 120_000);

function started(name: string, config: Record<string, unknown>): Promise<Run> {
  return product.client.call('createRun', { body: { trainer: 'line', name, config } });
}
const ended = ({ id }: Run): Promise<Run> =>
  eventually('its end', async () => {
    const run = await product.client.call('getRun', { params: { id } });
    return run.ended_at !== null && run;
  });
const shownStatus = (page: Page, word: string) => page.getByRole('main').getByText(word, { exact: true }).first();

/** The event streams that a browser holds open. */
function streamsOf(context: BrowserContext): ReadonlySet<Request> {
  const open = new Set<Request>();
  context.on('request', (request) => {
    if (new URL(request.url()).pathname === '/api/v1/events') open.add(request);
  });
  context.on('requestfinished', (request) => open.delete(request));
  context.on('requestfailed', (request) => open.delete(request));
  return open;
}

it('ten tabs share one event stream, and each of them is live', async () => {
  const gate = gateIn(product.home, 'shared');
  gate.close();
  const run = await started('shared', { epochs: 12, gate: gate.file });
  await using somebody = await visit(browser, product);
  const open = streamsOf(somebody.context);
  const tabs = [somebody.page];
  while (tabs.length < 10) tabs.push(await somebody.tab());
  const places = [`/runs/${run.number}`, '/runs', '/'];
  await Promise.all(tabs.map((tab, i) => tab.goto(places[i % places.length] ?? '/')));
  for (const tab of tabs) {
    await tab.getByRole('heading', { level: 1 }).waitFor();
    await tab.getByText('shared', { exact: true }).first().waitFor();
    await tab.getByText('Live', { exact: true }).waitFor();
  }
  await until(() => open.size, 'one stream for all').toBe(1);
  gate.open();
  for (const tab of tabs) await shownStatus(tab, 'Completed').waitFor();
  await until(() => open.size, 'one stream for all').toBe(1);

  // Whoever holds the stream may go; another takes it over.
  const holder = [...open][0]?.frame().page();
  await holder?.close();
  const [left = somebody.page] = tabs.filter((tab) => tab !== holder && new URL(tab.url()).pathname === '/runs');
  await until(() => open.size, 'one stream for those who are left').toBe(1);
  const next = await started('after it', { epochs: 2 });
  await left
    .getByRole('row', { name: /after it/ })
    .getByText('Completed')
    .waitFor();
  await ended(next);
  expect(somebody.complaints.all).toEqual([]);
});

it('a page says that the server is gone, and has every point when it is back', async () => {
  const gate = gateIn(product.home, 'cut off');
  const epochs = 60;
  const run = await started('cut off', { epochs, gate: gate.file, epoch_s: 0.05 });
  await using somebody = await visit(browser, product);
  const { page, complaints } = somebody;
  await page.goto(`/runs/${run.number}`);
  await page.getByRole('button', { name: 'Show as a table' }).click();
  const steps = page.getByRole('table', { name: 'Points of the curves' }).getByRole('rowheader');
  await until(() => steps.count(), 'points').toBeGreaterThan(3);
  product.kill('server');
  await page
    .getByText(/^The connection to the server is lost/)
    .first()
    .waitFor();
  await page.getByText(/^No connection for/).waitFor();
  await page.getByText('Live', { exact: true }).waitFor();
  await page
    .getByText(/^The connection to the server is lost/)
    .first()
    .waitFor({ state: 'hidden' });
  await shownStatus(page, 'Completed').waitFor();
  await page.getByRole('button', { name: 'Stay here' }).click();
  const all = Array.from({ length: epochs }, (_, i) => String(epochs - i));
  await until(() => steps.allTextContents(), 'every step once').toEqual(all);
  const last = page.getByRole('table', { name: 'Log' }).getByText(`epoch ${epochs} of ${epochs} begins`);
  await last.waitFor();
  await page.getByText(`${epochs} lines`, { exact: true }).waitFor();
  expect(complaints.all).toEqual([]);
});

it('a run that was deleted elsewhere is told, and restored', async () => {
  const run = await ended(await started('short-lived', { epochs: 1 }));
  await using somebody = await visit(browser, product);
  const list = somebody.page;
  await list.goto('/runs');
  await list.getByRole('row', { name: /short-lived/ }).waitFor();
  const page = await somebody.tab();
  await page.goto(`/runs/${run.number}`);
  await page.getByRole('heading', { level: 1, name: 'short-lived' }).waitFor();
  await page.getByText('Live', { exact: true }).waitFor();

  const { code } = await product.trainyard('run', 'delete', String(run.number));
  expect(code).toBe(0);
  await page.getByText(/^This run was deleted/).waitFor();
  await list.getByRole('row', { name: /short-lived/ }).waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: 'Restore' }).click();
  await page.getByText(/^This run was deleted/).waitFor({ state: 'hidden' });
  await list.getByRole('row', { name: /short-lived/ }).waitFor();
  await page.goto('/runs/99999');
  await page.getByRole('heading', { level: 1, name: 'Run 99999' }).waitFor();
  await page
    .getByRole('main')
    .getByText(/no run/i)
    .first()
    .waitFor();
  expect(somebody.complaints.all).toEqual([]);
});

it('two people on one page see what the other does', async () => {
  const gate = gateIn(product.home, 'together');
  const run = await started('together', { epochs: 2000, gate: gate.file, epoch_s: 0.05 });
  await using first = await visit(browser, product);
  await using second = await visit(browser, product);
  for (const { page } of [first, second]) {
    await page.goto(`/runs/${run.number}`);
    await shownStatus(page, 'Running').waitFor();
    await page.getByText('Live', { exact: true }).waitFor();
  }
  gate.close();
  await first.page.getByRole('button', { name: 'Pause', exact: true }).click();
  await second.page.getByRole('button', { name: 'Pausing …' }).waitFor();
  gate.open();
  for (const { page } of [first, second]) await shownStatus(page, 'Paused').waitFor();
  await second.page.getByRole('button', { name: 'Resume', exact: true }).click();
  for (const { page } of [first, second]) await shownStatus(page, 'Running').waitFor();

  await second.page.getByRole('button', { name: 'Edit name, notes and tags' }).click();
  const dialog = second.page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Name' }).fill('renamed by another');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await first.page.getByRole('heading', { level: 1, name: 'renamed by another' }).waitFor();
  await product.client.call('cancelRun', { params: { id: run.id } });
  for (const { page } of [first, second]) await shownStatus(page, 'Cancelled').waitFor({ timeout: patienceMs });
  expect([...first.complaints.all, ...second.complaints.all]).toEqual([]);
});
