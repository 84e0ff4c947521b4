import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Run } from '@trainyard/contracts';
import { eventually, type Product, startBrowser, startProduct } from '@trainyard/testkit';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeSignals } from '../../signals.ts';
import { writeLineTrainer } from './line-trainer.ts';
import { fitsItsWindow, until, visit } from './visit.ts';

const script = '<script>alert(1)</script>';
const backwards = '\u202eلوحة‏ abc \u202d"><img src=x onerror=alert(2)>';
const pictures = '👩‍🔧🔩🇦🇹'.repeat(12);
const long = 'm'.repeat(300);
const names = [script, backwards, pictures, long];
/** Notes may be as long as one likes, names are cut by nobody but refused past their limit. */
const named = (name: string, most: number): string => [...name].slice(0, most).join('').slice(0, most);

let product: Product;
let browser: Browser;
let scratch: string;
let runs: Run[];
let experiment: number;

beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'trainyard-hostile-'));
  [product, browser] = await Promise.all([startProduct(), startBrowser()]);
  writeLineTrainer(product.home);
  const made = await product.client.call('createExperiment', {
    body: {
      name: named(script + long, 200),
      mode: 'parallel',
      runs: names.map((name) => ({
        trainer: 'line',
        name: named(name, 200),
        notes: `${name}\n${long}`,
        tags: { [named(name, 250)]: named(name, 250) },
        config: { epochs: 2 },
      })),
    },
  });
  experiment = made.experiment.number;
  await product.client.call('savePreset', {
    params: { trainer: 'line' },
    body: { id: 'hostile', title: script, purpose: backwards, config: { epochs: 3 } },
  });
  for (const name of names)
    await product.client.call('createView', { body: { name: named(name, 80), query: 'status=completed' } });

  const folder = writeSignals(join(scratch, 'signals'), { units: 3, perUnit: 1, seconds: 1 });
  const sample = '<img src=x onerror=alert(3)> \u202e🔧.npy';
  renameSync(join(folder, 'fine-0-0.npy'), join(folder, sample));
  const index = join(folder, 'recordings.csv');
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const rows = readFileSync(index, 'utf8')
    .replaceAll('fine-0-0.npy', quoted(sample))
    .replaceAll(/,fine,/g, `,${quoted(script)},`)
    .replaceAll(/,loose,/g, `,${quoted(backwards)},`)
    .replaceAll(/,worn,/g, `,${quoted(named(long, 200))},`);
  writeFileSync(index, rows);
  const added = await product.trainyard('dataset', 'add', folder, '--name', 'hostile');
  expect(added.code, added.stderr + added.stdout).toBe(0);

  runs = await eventually('the runs to end', async () => {
    const { items } = await product.client.call('listRuns', { query: { filter: 'trainer:line', sort: 'number' } });
    return items.length === names.length && items.every(({ status }) => status === 'completed') && items;
  });
}, 300_000);
afterAll(async () => {
  await browser?.close();
  await product?.[Symbol.asyncDispose]();
  rmSync(scratch, { recursive: true, force: true });
}, 120_000);

const title = (page: Page) => page.getByRole('heading', { level: 1 });

describe.each([1440, 390])('names that are programs, backwards, pictures or endless, at %i pixels', (width) => {
  it('are text on every page, and none is wider than its window', async () => {
    await using somebody = await visit(browser, product, { width });
    const { page, complaints } = somebody;
    const opened: string[] = [];
    page.on('dialog', (dialog) => {
      opened.push(dialog.message());
      void dialog.dismiss();
    });
    const looksRight = async (place: string): Promise<void> => {
      expect(await fitsItsWindow(page), `${place} fits its window`).toBe(true);
      // What is not ours must not have become an element.
      expect(await page.locator('main script, main img, [onerror]').count(), `elements of ${place}`).toBe(0);
      expect(opened, `dialogs of ${place}`).toEqual([]);
    };
    const go = async (place: string, ready: () => Promise<unknown>): Promise<void> => {
      await page.goto(place);
      await ready();
      await looksRight(place);
    };

    for (const [i, run] of runs.entries()) {
      const name = named(names[i] ?? '', 200);
      await go(`/runs/${run.number}`, async () => {
        await until(() => title(page).textContent(), 'the name').toBe(name);
        await page.getByRole('list', { name: 'Tags' }).getByRole('listitem').waitFor();
        await page.getByText('Completed', { exact: true }).first().waitFor();
      });
      const tag = named(names[i] ?? '', 250);
      expect(await page.getByRole('list', { name: 'Tags' }).textContent()).toBe(`${tag}=${tag}`);
      await go(`/runs/${run.number}/results`, () => page.getByRole('tab', { name: 'Overview' }).waitFor());
    }
    await go('/', () =>
      page
        .getByRole('link', { name: new RegExp(`#${runs[0]?.number}$`) })
        .first()
        .waitFor(),
    );
    await go('/runs?cols=name,tags,notes,experiment,status', async () => {
      await until(
        () => page.getByRole('checkbox', { name: `Select run ${runs[0]?.number}, ${script}` }).count(),
        'the row',
      ).toBe(1);
    });
    await page.getByRole('button', { name: 'Saved views' }).click();
    await page.getByRole('menuitem', { name: script, exact: true }).waitFor();
    await looksRight('the menu of views');
    await page.keyboard.press('Escape');
    await go(`/experiments/${experiment}`, () =>
      until(() => title(page).textContent(), 'the name').toBe(named(script + long, 200)),
    );
    await go(`/compare?ids=${runs.map(({ number }) => number).join(',')}`, () =>
      page.getByRole('link', { name: script }).first().waitFor(),
    );
    await go('/new?trainer=line', () => page.getByRole('radio', { name: /^<script>alert\(1\)/ }).waitFor());
    await go('/datasets', () => page.getByRole('link', { name: 'hostile' }).first().waitFor());
    await go('/datasets/hostile', async () => {
      const classes = page.getByRole('table', { name: 'Samples and units of each class' });
      await until(async () => (await classes.getByRole('rowheader').allTextContents()).sort(), 'classes').toEqual(
        [script, backwards, named(long, 200)].sort(),
      );
    });
    await go('/notices', () => title(page).waitFor());
    await go('/reports', () => title(page).waitFor());
    expect(complaints.all).toEqual([]);
  });
});

describe.each(['Pacific/Kiritimati', 'America/Los_Angeles'])('somebody in %s', (timezone) => {
  it('reads the clock of that place', async () => {
    await using somebody = await visit(browser, product, { timezone });
    const { page, complaints } = somebody;
    const [run] = runs;
    if (run === undefined) throw new Error('there is no run');
    await page.goto(`/runs/${run.number}`);
    // Swedes write the date as the pages do.
    const moment = new Date(run.created_at).toLocaleString('sv-SE', { timeZone: timezone });
    const submitted = page.getByRole('region', { name: 'Details' }).getByRole('time').first();
    await until(() => submitted.textContent(), 'when it was submitted').toBe(moment);
    expect(await submitted.getAttribute('title')).toContain(timezone);
    expect(await submitted.getAttribute('datetime')).toBe(run.created_at);
    expect(complaints.all).toEqual([]);
  });
});
