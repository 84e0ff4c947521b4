import { readFile } from 'node:fs/promises';
import type { Run } from '@trainyard/contracts';
import { eventually, type Product, startBrowser, startProduct } from '@trainyard/testkit';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { gateIn } from './gate.ts';
import { writeLineTrainer } from './line-trainer.ts';
import { until, visit } from './visit.ts';

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

async function started(name: string, config: Record<string, unknown>): Promise<Run> {
  return product.client.call('createRun', { body: { trainer: 'line', name, config } });
}

const points = (page: Page) => page.getByRole('table', { name: 'Points of the curves' });
/** Steps of the table, oldest first. */
async function stepsIn(page: Page): Promise<number[]> {
  const heads = await points(page).getByRole('rowheader').allTextContents();
  return heads.map(Number).reverse();
}
const oneTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1);
const shownStatus = (page: Page, word: string) => page.getByRole('main').getByText(word, { exact: true }).first();

/** What the trainer computes, as it computes it. */
function lossesOf(epochs: number, rate: number): number[] {
  let slope = 0;
  return oneTo(epochs).map(() => {
    slope += rate * (3 - slope);
    return (3 - slope) * (3 - slope);
  });
}

it('a run is watched in one page while it is paused, resumed, killed and completed, and no point is lost or doubled', async () => {
  const gate = gateIn(product.home, 'watched');
  const epochs = 43;
  const { id, number } = await started('watched', { epochs, learning_rate: 0.05, gate: gate.file, epoch_s: 0.25 });
  await using somebody = await visit(browser, product);
  const { page, complaints } = somebody;
  await page.goto(`/runs/${number}`);
  await page.getByRole('heading', { level: 1, name: 'watched' }).waitFor();
  await page.getByRole('button', { name: 'Show as a table' }).click();
  await until(async () => (await stepsIn(page)).length, 'points').toBeGreaterThan(3);

  // Asked, and not yet answered.
  gate.close();
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await page.getByRole('button', { name: 'Pausing …' }).waitFor();
  gate.open();
  await shownStatus(page, 'Paused').waitFor();
  await page.getByText('It is paused and takes no slot; it goes on when it is resumed.').waitFor();
  const before = (await stepsIn(page)).length;
  expect(before).toBeLessThan(epochs);
  await page.getByRole('button', { name: 'Resume', exact: true }).click();
  const attempts = page.getByRole('list', { name: 'Attempts, newest first' });
  await attempts.getByText(/^Attempt 2 on /).waitFor();
  // The checkpoint of the pause is behind it, and one of every fifth epoch too.
  await until(async () => (await stepsIn(page)).length, 'points after the pause').toBeGreaterThan(before + 5);

  // What is past a checkpoint is lost with the process, and done again; a slow page has a second until the next one.
  await until(async () => ((await stepsIn(page)).at(-1) ?? 0) % 5, 'an epoch after a checkpoint').toBe(1);
  gate.close();
  process.kill(await product.trainerPid(id), 'SIGKILL');
  gate.open();
  await attempts.getByText(/^Attempt 3 on /).waitFor();
  await page.getByRole('list', { name: 'Events, newest first' }).getByText('Earlier points replaced').waitFor();

  await page.getByText('It is completed.').waitFor();
  await page.getByRole('button', { name: 'Stay here' }).click();
  await until(() => stepsIn(page), 'every step once').toEqual(oneTo(epochs));
  expect(await attempts.getByRole('listitem').count()).toBe(3);
  await attempts
    .getByText(/Resumed from checkpoint/)
    .first()
    .waitFor();

  await page.getByRole('button', { name: 'Save', exact: true }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: 'These curves (CSV)' }).click(),
  ]);
  const [head = '', ...lines] = (await readFile(await download.path(), 'utf8')).trim().split('\r\n');
  const column = head.split(',').indexOf('train/loss');
  expect(lines.map((line) => Number(line.split(',')[column]))).toEqual(lossesOf(epochs, 0.05));

  // The log of all three lives.
  const answer = await product.client.download(`/api/v1/runs/${id}/logs.txt`);
  const begun = (await answer.text()).split('\n').filter((line) => line.includes(' begins'));
  for (const epoch of oneTo(epochs)) expect(begun.join('\n')).toContain(`epoch ${epoch} of ${epochs} begins`);
  expect(begun.length).toBeGreaterThan(epochs);
  await page.getByRole('searchbox', { name: 'Search the log' }).fill('begins');
  await page.getByText(`${begun.length} hits`, { exact: true }).waitFor();
  const { total } = await product.client.call('listLogs', { params: { id }, query: { limit: 1 } });
  expect(await page.getByRole('table', { name: 'Log' }).getAttribute('aria-rowcount')).toBe(String(total));

  // Read anew, the page says the same, and has what was lost with the killed process as the ghost.
  const ghost = page.waitForResponse((response) => response.url().includes('superseded=true'));
  await page.reload();
  const left: { items: { key: string; points: [number, number, number][] }[] } = await (await ghost).json();
  const lost = left.items.find(({ key }) => key === 'train/loss')?.points.map(([step]) => step) ?? [];
  expect((lost[0] ?? 0) % 5).toBe(1);
  expect(lost).toEqual(lost.map((_, i) => (lost[0] ?? 0) + i));
  await page.getByRole('button', { name: 'Show as a table' }).click();
  await until(() => stepsIn(page), 'every step once').toEqual(oneTo(epochs));
  expect(complaints.all).toEqual([]);
});

it('a run that fails says what, where and why, shows it in the log, and is retried', async () => {
  const { number } = await started('doomed', { epochs: 20, fail_at: 7 });
  await using somebody = await visit(browser, product);
  const { page, complaints } = somebody;
  await page.goto(`/runs/${number}`);
  const failure = page.getByRole('region', { name: 'The trainer ended with an error' });
  await failure.waitFor();
  await failure.getByText('the well ran dry in epoch 7').first().waitFor();
  await failure.getByText(/epoch 6 of 20/).waitFor();
  await failure.getByText('What to do').waitFor();
  await failure.getByRole('button', { name: 'Show it in the log' }).click();
  await page
    .getByRole('table', { name: 'Log' })
    .getByText(/the well ran dry in epoch 7/)
    .first()
    .waitFor();

  await page.getByRole('button', { name: 'Continue', exact: true }).click();
  const going = page.getByRole('dialog', { name: `Continue run ${number} from a checkpoint` });
  await going.getByRole('radio', { name: /epoch 5/ }).waitFor();
  await going.getByRole('button', { name: 'Close' }).last().click();
  await going.waitFor({ state: 'hidden' });

  await page.getByRole('button', { name: 'Retry' }).click();
  await page.waitForURL((url) => url.pathname.startsWith('/runs/') && url.pathname !== `/runs/${number}`);
  await page.getByRole('region', { name: 'The trainer ended with an error' }).waitFor();
  expect(complaints.all).toEqual([]);
});

it('stop and cancel ask first; both show that they are on their way', async () => {
  const gate = gateIn(product.home, 'long');
  const { number, id } = await started('long', { epochs: 1000, gate: gate.file, epoch_s: 0.05 });
  await using somebody = await visit(browser, product);
  const { page, complaints } = somebody;
  await page.goto(`/runs/${number}`);
  await shownStatus(page, 'Running').waitFor();
  await eventually(
    'the first checkpoint',
    async () => (await product.client.call('getRun', { params: { id } })).progress.epoch ?? 0 > 5,
  );
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  const asking = page.getByRole('dialog', { name: `Stop run ${number}?` });
  await asking.getByText('Metrics, log, checkpoints and results so far are kept.').waitFor();
  await asking.getByRole('button', { name: 'Keep as it is' }).click();
  await asking.waitFor({ state: 'hidden' });
  expect((await product.client.call('getRun', { params: { id } })).status).toBe('running');

  gate.close();
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await asking.getByRole('button', { name: 'Stop the run' }).click();
  await page.getByRole('button', { name: 'Stopping …' }).waitFor();
  gate.open();
  await shownStatus(page, 'Stopped').waitFor();
  await page.getByRole('button', { name: 'Results' }).waitFor();

  const other = await started('dropped', { epochs: 1000, epoch_s: 0.05 });
  await page.goto(`/runs/${other.number}`);
  await shownStatus(page, 'Running').waitFor();
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Cancel and drop its files …' }).click();
  await page
    .getByRole('dialog', { name: `Cancel run ${other.number}?` })
    .getByRole('button', { name: 'Cancel the run and drop its files' })
    .click();
  await shownStatus(page, 'Cancelled').waitFor();
  expect(complaints.all).toEqual([]);
});
