import { readFile } from 'node:fs/promises';
import type { GivenBody } from '@trainyard/contracts/routes';
import { eventually, type Product, startBrowser, startProduct } from '@trainyard/testkit';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeLineTrainer } from './line-trainer.ts';
import { until, type Visit, visit } from './visit.ts';

let product: Product;
let browser: Browser;
let somebody: Visit;
let page: Page;

const made: Partial<GivenBody<'createRun'> & { config: Record<string, unknown> }>[] = [
  { name: 'copper one', config: { epochs: 2 }, tags: { alloy: 'copper' } },
  { name: 'copper two', config: { epochs: 6 }, tags: { alloy: 'copper' } },
  { name: 'copper three', config: { epochs: 4 }, tags: { alloy: 'copper' }, notes: 'annealed overnight' },
  { name: 'zinc one', config: { epochs: 3 }, tags: { alloy: 'zinc' } },
  { name: 'zinc two', config: { epochs: 5, fail_at: 1 }, tags: { alloy: 'zinc', odd: '' } },
  { name: 'iron one', config: { epochs: 1 } },
  { name: 'iron two', config: { epochs: 1, fail_at: 1 } },
];

beforeAll(async () => {
  [product, browser] = await Promise.all([startProduct(), startBrowser()]);
  writeLineTrainer(product.home);
  for (const one of made) {
    const body = { trainer: 'line', ...one } as GivenBody<'createRun'>;
    await product.client.call('createRun', { body });
  }
  await eventually(
    'all runs to end',
    async () => {
      const { items } = await product.client.call('listRuns', {});
      return items.length === made.length && items.every(({ ended_at }) => ended_at !== null);
    },
    150_000,
  );
  somebody = await visit(browser, product);
  page = somebody.page;
}, 300_000);
afterAll(async () => {
  await browser?.close();
  await product?.[Symbol.asyncDispose]();
}, 120_000);

const table = () => page.getByRole('region', { name: 'Runs', exact: true }).getByRole('table');
/** Names of the rows, from above. */
async function names(): Promise<string[]> {
  const labels = await table()
    .getByRole('checkbox', { name: /^Select run \d+, / })
    .evaluateAll((boxes: { getAttribute(name: string): string | null }[]) =>
      boxes.map((box) => box.getAttribute('aria-label') ?? ''),
    );
  return labels.map((label) => label.replace(/^Select run \d+, /, ''));
}
const shows = (expected: string[]) => until(names, 'the rows').toEqual(expected);
const allNames = made.map(({ name }) => name ?? '').reverse();
const address = () => new URL(page.url()).searchParams;
const filter = (name: RegExp) => page.getByRole('search', { name: 'Runs' }).getByRole('button', { name });
const titles = async () =>
  (await table().getByRole('columnheader').allInnerTexts()).map((title) => title.trim().split('\n')[0]);

async function opened(search = ''): Promise<void> {
  await page.goto(`/runs${search}`);
  await page.getByRole('heading', { level: 1, name: 'Runs' }).waitFor();
  await table().waitFor();
}

it('is searched and filtered; all of it is in the address, and the back button undoes it', async () => {
  await opened();
  await shows(allNames);
  await page.getByRole('searchbox', { name: /^Search runs/ }).fill('annealed');
  await shows(['copper three']);
  expect(address().get('q')).toBe('annealed');
  await filter(/^Clear filters/).click();
  await shows(allNames);

  await filter(/^Status/).click();
  await page
    .getByRole('dialog', { name: /status/i })
    .getByRole('checkbox', { name: /^Failed/ })
    .check();
  await shows(['iron two', 'zinc two']);
  await page.keyboard.press('Escape');
  await filter(/^Tag/).click();
  const tags = page.getByRole('dialog', { name: /tag/i });
  await tags.getByRole('textbox').fill('alloy=zinc');
  await tags.getByRole('textbox').press('Enter');
  await shows(['zinc two']);
  await page.keyboard.press('Escape');
  expect(address().get('status')).toBe('failed');
  expect(address().get('tag')).toBe('alloy=zinc');

  await page.goBack();
  await shows(['iron two', 'zinc two']);
  await page.goBack();
  await shows(allNames);
  await page.goForward();
  await shows(['iron two', 'zinc two']);
  await page.reload();
  await shows(['iron two', 'zinc two']);
  expect(somebody.complaints.all).toEqual([]);
});

it('shows any parameter as a column, sorts by it, moves and sizes columns', async () => {
  await opened();
  await page.getByRole('button', { name: 'Columns', exact: true }).click();
  const columns = page.getByRole('dialog', { name: 'Columns' });
  await columns.getByRole('textbox', { name: 'Find a column' }).fill('epochs');
  // It leaves the list as it joins the table.
  await columns.getByRole('checkbox', { name: /^epochs/ }).click();
  await columns.getByRole('textbox', { name: 'Find a column' }).fill('');
  await columns.getByRole('button', { name: 'Hide Owner' }).click();
  await page.keyboard.press('Escape');
  await until(titles, 'the headings').toContain('epochs');
  expect(await titles()).not.toContain('Owner');

  const head = table().getByRole('columnheader', { name: 'epochs' });
  await head.getByRole('button', { name: 'epochs' }).click();
  await until(() => head.getAttribute('aria-sort'), 'the sort').toBe('ascending');
  await until(async () => (await names())[0], 'the first row').toMatch(/^iron/);
  await head.getByRole('button', { name: 'epochs' }).click();
  await shows(
    made
      .toSorted((a, b) => Number(b.config?.epochs) - Number(a.config?.epochs) || (a.name === 'iron one' ? 1 : -1))
      .map(({ name }) => name ?? ''),
  );
  expect(address().get('sort')).toBe('-parameter:epochs');

  const place = (await titles()).indexOf('epochs');
  await head.getByRole('button', { name: 'epochs' }).press('Shift+ArrowLeft');
  await until(async () => (await titles()).indexOf('epochs'), 'its place').toBe(place - 1);
  const edge = head.getByRole('separator');
  const width = Number(await edge.getAttribute('aria-valuenow'));
  await edge.press('ArrowRight');
  await until(async () => Number(await edge.getAttribute('aria-valuenow')), 'its width').toBeGreaterThan(width);
  await until(() => address().get('cols'), 'the address').toMatch(/parameter\.epochs@\d+/);
  const seen = await titles();
  await page.reload();
  await until(titles, 'the headings').toEqual(seen);
  expect(somebody.complaints.all).toEqual([]);
});

it('keeps what is seen as a view', async () => {
  await opened('?tag=alloy%3Dcopper&sort=name');
  await shows(['copper one', 'copper three', 'copper two']);
  await page.getByRole('button', { name: 'Saved views' }).click();
  await page.getByRole('menuitem', { name: 'Save or delete views…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Saved views' });
  await dialog.getByRole('textbox', { name: 'Name' }).fill('The red ones');
  await dialog.getByRole('button', { name: 'Save view' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: 'All', exact: true }).click();
  await shows(allNames);
  await page.getByRole('button', { name: 'Saved views' }).click();
  await page.getByRole('menuitem', { name: 'The red ones' }).click();
  await shows(['copper one', 'copper three', 'copper two']);
  expect(address().get('sort')).toBe('name');
  await page.getByRole('button', { name: 'Failed', exact: true }).click();
  await shows(['iron two', 'zinc two']);
  expect(somebody.complaints.all).toEqual([]);
});

it('selects runs, compares, tags, deletes them, and takes the deletion back', async () => {
  await opened();
  const select = (name: string) => table().getByRole('checkbox', { name: new RegExp(`^Select run \\d+, ${name}$`) });
  await select('copper one').check();
  const bar = page.getByRole('region', { name: 'Selected runs' });
  await bar.getByText('1 selected').waitFor();
  expect(await bar.getByRole('button', { name: 'Compare' }).getAttribute('aria-disabled')).toBe('true');
  await select('zinc one').check();
  await until(() => address().get('sel')?.split(',').sort().join(), 'the address').toBe('1,4');
  await bar.getByRole('link', { name: 'Compare 2 runs' }).click();
  await page.waitForURL((url) => url.pathname === '/compare' && /^(1,4|4,1)$/.test(url.searchParams.get('ids') ?? ''));
  await page.goBack();
  await bar.getByText('2 selected').waitFor();

  await bar.getByRole('button', { name: 'Actions' }).click();
  await page.getByRole('menuitem', { name: 'Tags…' }).click();
  const tags = page.getByRole('dialog', { name: 'Tags of 2 runs' });
  await tags.getByRole('textbox', { name: 'Add' }).fill('seen=yes');
  await tags.getByRole('button', { name: 'Add tags' }).click();
  await page.getByText('2 runs tagged.').waitFor();
  expect((await product.client.call('listRuns', { query: { filter: 'tag:seen=yes' } })).total).toBe(2);

  await bar.getByRole('button', { name: 'Actions' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await shows(allNames.filter((name) => name !== 'copper one' && name !== 'zinc one'));
  await page.getByRole('region', { name: 'Messages' }).getByRole('button', { name: 'Undo' }).click();
  await shows(allNames);
  expect((await product.client.call('listRuns', {})).total).toBe(made.length);
  expect(somebody.complaints.all).toEqual([]);
});

it('gives the whole filtered set as CSV, with the columns that are shown', async () => {
  await opened('?tag=alloy&sort=-parameter%3Aepochs&cols=name,status,parameter.epochs');
  await shows(['copper two', 'zinc two', 'copper three', 'zinc one', 'copper one']);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'CSV', exact: true }).click(),
  ]);
  const [head = '', ...rows] = (await readFile(await download.path(), 'utf8'))
    .replace(/^\uFEFF/, '')
    .trim()
    .split(/\r?\n/);
  const columns = head.split(',');
  const cells = (name: string) => rows.map((row) => row.split(',')[columns.indexOf(name)]);
  expect(cells('name')).toEqual(await names());
  expect(cells('parameter.epochs')).toEqual(['6', '5', '4', '3', '2']);
  expect(somebody.complaints.all).toEqual([]);
});
