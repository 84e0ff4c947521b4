import { readFile } from 'node:fs/promises';
import type { Run } from '@trainyard/contracts';
import { axeFindings, eventually, type Product, startBrowser, startProduct } from '@trainyard/testkit';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeManyClassesTrainer } from './many-classes-trainer.ts';
import { hostileClass, writeSorterTrainer } from './sorter-trainer.ts';
import { fitsItsWindow, until, visit } from './visit.ts';

let product: Product;
let browser: Browser;
let three: Run;
let six: Run;
let many: Run;

beforeAll(async () => {
  [product, browser] = await Promise.all([startProduct(), startBrowser()]);
  writeSorterTrainer(product.home);
  writeManyClassesTrainer(product.home);
  [three, six, many] = await Promise.all([
    ended({ trainer: 'sorter', name: 'three wrong', config: { wrong: 3 } }),
    ended({ trainer: 'sorter', name: 'six wrong', config: { wrong: 6 } }),
    ended({ trainer: 'many-classes', name: 'eleven classes' }),
  ]);
}, 240_000);
afterAll(async () => {
  await browser?.close();
  await product?.[Symbol.asyncDispose]();
}, 120_000);

async function ended(body: { trainer: string; name: string; config?: Record<string, unknown> }): Promise<Run> {
  const { id } = await product.client.call('createRun', { body });
  return eventually(
    `the end of ${body.name}`,
    async () => {
      const run = await product.client.call('getRun', { params: { id } });
      if (run.status === 'failed') throw new Error(`it failed: ${run.reason?.message}`);
      return run.status === 'completed' && run;
    },
    120_000,
  );
}

/** Tables, matrices among them, of which a part is out of sight until one scrolls sideways. */
function cutTables(page: Page): Promise<string[]> {
  return page.evaluate(`[...document.querySelectorAll('main table')].flatMap((table) => {
    let frame = table.parentElement;
    while (frame.id !== 'content' && getComputedStyle(frame).overflowX === 'visible') frame = frame.parentElement;
    const words = table.caption.textContent.slice(0, 40);
    return frame.scrollWidth > frame.clientWidth ? [words + ': ' + frame.scrollWidth + ' in ' + frame.clientWidth] : [];
  })`);
}

it.each([1280, 1440])('no column of a table is cut at %i pixels', async (width) => {
  await using somebody = await visit(browser, product, { width });
  const { page, complaints } = somebody;
  for (const [tab, last] of [
    ['overview', 'Scores by class'],
    ['classes', 'Wrong predictions'],
  ]) {
    await page.goto(`/runs/${many.number}/results?tab=${tab}`);
    await page
      .getByRole('table', { name: new RegExp(`^${last}`) })
      .first()
      .waitFor();
    await page.evaluate('document.fonts.ready');
    expect(await page.getByRole('table').count()).toBeGreaterThan(2);
    expect([tab, await cutTables(page)]).toEqual([tab, []]);
  }
  // Two sections of one title are two landmarks to a screen reader.
  await page.getByRole('region', { name: 'Confusion matrix (2)', exact: true }).waitFor();
  expect(await axeFindings(page)).toEqual([]);
  expect(complaints.all).toEqual([]);
});

it('a click on the matrix leads to the samples of that cell; the address keeps it, and the chip takes it back', async () => {
  await using somebody = await visit(browser, product);
  const { page, complaints } = somebody;
  await page.goto(`/runs/${three.number}/results`);
  await page.getByText(/^95 % interval/).waitFor();
  await page.getByRole('tab', { name: 'Sorted parts' }).click();
  await page.locator('button[data-r="0"][data-c="1"]').click();
  await page.getByRole('heading', { name: 'Predictions of this cell' }).waitFor();
  const samples = page.getByRole('table', { name: /^Predictions of this cell/ }).getByRole('rowheader');
  await until(() => samples.count(), 'samples of the cell').toBe(3);
  const search = new URL(page.url()).searchParams;
  expect(Object.fromEntries(search)).toEqual({ tab: 'classes', truth: 'bolt', prediction: hostileClass });
  await page.reload();
  await until(() => samples.count(), 'samples after loading anew').toBe(3);
  expect(await axeFindings(page)).toEqual([]);
  await page.getByRole('button', { name: /^True bolt, predicted/ }).click();
  await page.getByRole('heading', { name: 'Wrong predictions' }).waitFor();
  expect(new URL(page.url()).searchParams.has('truth')).toBe(false);
  await page.getByRole('tab', { name: 'Sorted parts' }).focus();
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await until(() => page.getByRole('tab', { name: 'Configuration' }).getAttribute('aria-selected'), 'tab').toBe('true');
  await page.getByRole('rowheader', { name: 'wrong' }).waitFor();
  expect(complaints.all).toEqual([]);
});

it('a shared link opens without an account on a small screen, and nothing of it once it is revoked', async () => {
  await using somebody = await visit(browser, product);
  const { page } = somebody;
  await page.goto(`/runs/${three.number}/results`);
  await page.getByRole('button', { name: 'Share' }).click();
  await page.getByRole('button', { name: 'Make a link' }).click();
  const link = await page.getByLabel('The link; it is told only now').inputValue();
  const context = await browser.newContext({ viewport: { width: 390, height: 800 } });
  try {
    const guest = await context.newPage();
    await guest.goto(link);
    await guest.getByText('You read this by a link').waitFor();
    await guest.getByText('85.00').first().waitFor();
    expect(await guest.getByRole('navigation').count()).toBe(0);
    expect(await fitsItsWindow(guest)).toBe(true);
    expect(await axeFindings(guest)).toEqual([]);
    await guest.getByRole('tab', { name: 'Sorted parts' }).click();
    await guest.locator('button[data-r="0"][data-c="1"]').click();
    const samples = guest.getByRole('table', { name: /^Predictions of this cell/ }).getByRole('rowheader');
    await until(() => samples.count(), 'samples of the cell, by the link').toBe(3);
    expect(await fitsItsWindow(guest)).toBe(true);
    await page.getByRole('button', { name: 'Revoke' }).click();
    await page.getByText('The link is revoked.').waitFor();
    await guest.reload();
    await guest.getByRole('heading', { level: 1, name: 'This link cannot be opened' }).waitFor();
  } finally {
    await context.close();
  }
});

it('a report is asked for on the results, made while one reads on, and listed', async () => {
  await using somebody = await visit(browser, product);
  const { page, complaints } = somebody;
  await page.goto(`/runs/${six.number}/results`);
  await page.getByRole('button', { name: 'PDF report' }).click();
  await page.getByText('The report is made:').waitFor({ timeout: 60_000 });
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: /report\.pdf/ }).click(),
  ]);
  const bytes = await readFile(await download.path());
  expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
  await page.goto('/reports');
  await page.getByRole('rowheader', { name: new RegExp(`Report of ${six.number} six wrong`) }).waitFor();
  await page.getByRole('link', { name: new RegExp(`^${six.number} six wrong`) }).waitFor();
  expect(complaints.all).toEqual([]);
});

it('runs are compared: the better one is marked, settings that differ are shown, one or eleven are refused in words', async () => {
  await using somebody = await visit(browser, product, { width: 390 });
  const { page, complaints } = somebody;
  await page.goto(`/compare?ids=${three.number},${six.number}`);
  const scores = page.getByRole('table', { name: 'Scores of the compared runs' });
  const accuracy = scores.getByRole('row', { name: /^Accuracy/ }).first();
  await until(() => accuracy.getByRole('cell').allInnerTexts(), 'accuracies').toEqual([
    expect.stringMatching(/^85\.00\s%\sbest/),
    expect.not.stringContaining('best'),
  ]);
  const settings = page.getByRole('table', { name: 'Settings in which the compared runs differ' });
  expect(await settings.getByRole('rowheader').allInnerTexts()).toEqual(['config.wrong']);
  expect(await fitsItsWindow(page)).toBe(true);
  expect(await axeFindings(page)).toEqual([]);
  await page.getByRole('button', { name: `Move run ${three.number} back` }).click();
  await until(() => new URL(page.url()).searchParams.get('ids'), 'order').toBe(`${six.number},${three.number}`);
  await page.getByRole('button', { name: `Take run ${six.number} out` }).click();
  await page.getByText('One run alone cannot be compared.').waitFor();
  await page.goto(`/compare?ids=${Array.from({ length: 11 }, (_, i) => i + 1).join(',')}`);
  await page.getByText('11 runs are too many to compare.').waitFor();
  expect(complaints.all).toEqual([]);
});

it('who may only look is offered nothing that would be refused', async () => {
  await using somebody = await visit(browser, product);
  const { page, complaints } = somebody;
  await page.route('**/api/v1/me', async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, json: { ...(await answer.json()), role: 'viewer' } });
  });
  const offered = (name: string) => page.getByRole('button', { name, exact: true }).count();
  await page.goto(`/runs/${three.number}/results`);
  await page.getByText(/^95 % interval/).waitFor();
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Curves, log and events' }).waitFor();
  expect(await page.getByRole('menuitem').count()).toBe(1);
  for (const name of ['Share', 'PDF report', 'Edit name, notes and tags'])
    expect([name, await offered(name)]).toEqual([name, 0]);
  await page.getByRole('menuitem', { name: 'Curves, log and events' }).click();
  await page.getByRole('button', { name: 'Results', exact: true }).waitFor();
  for (const name of ['Continue', 'Clone', 'Edit name, notes and tags'])
    expect([name, await offered(name)]).toEqual([name, 0]);
  await page.goto('/datasets');
  await page.getByText('No data set yet.').waitFor();
  expect(await page.getByRole('button', { name: /Import/ }).count()).toBe(0);
  expect(await page.getByRole('link', { name: 'New run' }).count()).toBe(0);
  expect(complaints.all).toEqual([]);
});
