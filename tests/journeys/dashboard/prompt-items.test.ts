import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { axeFindings, eventually, type Product, startBrowser, startProduct } from '@trainyard/testkit';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeTrainer } from './line-trainer.ts';
import { fitsItsWindow, until, type Visit, visit } from './visit.ts';

const script = '<script>alert(1)</script>';
const backwards = '\u202eلوحة‏ abc';
const long = 'm'.repeat(3000);
const rows = [
  [script, backwards, 'a'],
  [backwards, script, long.slice(0, 300)],
  [long, '👩‍🔧'.repeat(100), 'a'],
  ['two\nlines, and "quotes"', '', 'b'],
  ...Array.from({ length: 36 }, (_, i) => [`What is ${i} plus one?`, `${i + 1}`, `g${i % 12}`]),
];
const cell = (text: string): string => `"${text.replaceAll('"', '""')}"`;

/** Takes items with a sealed test part, counts what its folder holds, and opens the part with two prompts; then with others. */
const manifest = `id: peek
title: Peek
purpose: Looks at what it is given.
family: tests
environment: none
entry: [python3, peek.py]
needs: { dataset: { kinds: [prompts], labels: false, sealed_test: true } }
parameters: { type: object, properties: {} }
`;
const program = `import csv, json, os, pathlib, urllib.error, urllib.request
task = json.load(open(os.environ["TRAINYARD_TASK"], encoding="utf-8"))
wire = os.fdopen(3, "w")
def say(seq, **line):
    wire.write(json.dumps({"v": 1, "seq": seq, "t": 0, **line}) + "\\n"); wire.flush()
def ask(path, body=None):
    door = task["language"]
    headers = {"Authorization": "Bearer " + door["key"], "Content-Type": "application/json"}
    data = None if body is None else json.dumps(body).encode()
    try:
        with urllib.request.urlopen(urllib.request.Request(door["url"] + path, data, headers)) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)
say(1, type="hello", protocol=1, pid=os.getpid(), versions={}, capabilities={})
folder = pathlib.Path(task["dataset"]["folder"])
items = [json.loads(line) for line in (folder / "data/items.jsonl").open(encoding="utf-8")]
parts = dict(list(csv.reader(open(task["split"]["path"], encoding="utf-8")))[1:])
test = {id for id, part in parts.items() if part == "test"}
known = {i["id"] for i in items} | {r["sample_id"] for r in csv.DictReader((folder / "index.csv").open(encoding="utf-8"))}
listed, _ = ask("/api/v1/datasets/hostile/items")
seed = {"system": "Answer <b>shortly</b>.", "output": "", "examples": []}
path = "/api/v1/runs/" + task["run_id"] + "/seal"
opened, answer = ask(path, {"finalists": [seed, {**seed, "output": "${'x'.repeat(300)}"}]})
other, _ = ask(path, {"finalists": [seed]})
say(2, type="done", status="completed", metrics={
    "items": len(items), "parts": len(parts), "test": len(test), "readable": len(test & known), "listed": listed,
    "opened": opened, "given": len({i["id"] for i in answer["test"]} & test), "other": other})
`;

let product: Product;
let browser: Browser;
let somebody: Visit;
let page: Page;
let scratch: string;
beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'trainyard-items-'));
  const text = ['input,expected,group', ...rows.map((row) => row.map(cell).join(','))].join('\n');
  writeFileSync(join(scratch, 'items.csv'), text);
  writeFileSync(
    join(scratch, 'faq.jsonl'),
    '{"question": "Who?", "answer": "Me"}\n{"question": "When?", "answer": "Now"}\n',
  );
  [product, browser] = await Promise.all([startProduct(), startBrowser()]);
  writeTrainer(product.home, 'peek', { 'trainer.yaml': manifest, 'peek.py': program });
  somebody = await visit(browser, product);
  page = somebody.page;
}, 240_000);
afterAll(async () => {
  await browser?.close();
  await product?.[Symbol.asyncDispose]();
  rmSync(scratch, { recursive: true, force: true });
}, 120_000);

const table = () => page.getByRole('table', { name: 'Table of items' });

it('a table of inputs and expected answers is imported on the page, and its items are shown as they are', async () => {
  await page.goto('/datasets');
  await page.getByRole('main').getByRole('button', { name: 'Import', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Import a data set' });
  await dialog.locator('input[type="file"]').first().setInputFiles(join(scratch, 'items.csv'));
  await dialog.getByLabel('Name of the data set').fill('hostile');
  await dialog.getByRole('button', { name: 'Upload and import' }).click();
  const report = page.getByRole('dialog', { name: /imports the data set$/ });
  await report.getByRole('link', { name: 'Show the data set' }).click({ timeout: 120_000 });

  await page.getByRole('heading', { level: 1, name: 'hostile' }).waitFor();
  await until(() => table().getByRole('rowheader').count(), 'the first page of items').toBe(25);
  await page.getByText('1 item of 40 has no expected text').first().waitFor();
  await table().getByText(script).first().waitFor();
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 900 });
    expect(await fitsItsWindow(page)).toBe(true);
    expect(await axeFindings(page)).toEqual([]);
  }
  await page.setViewportSize({ width: 1440, height: 900 });

  await table().getByRole('button', { name: '4', exact: true }).press('Enter');
  const whole = page.getByRole('region', { name: 'Input of item 4' });
  await until(() => whole.textContent(), 'the whole input').toBe('two\nlines, and "quotes"');
  await table().getByRole('button', { name: '3', exact: true }).click();
  await until(
    async () => (await page.getByRole('region', { name: 'Input of item 3' }).textContent())?.length,
    'the long one',
  ).toBe(3000);
  expect(await fitsItsWindow(page)).toBe(true);
  expect(await axeFindings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Close', exact: true }).click();

  await page.getByRole('button', { name: 'Next 25' }).click();
  await until(() => table().getByRole('rowheader').count(), 'the second page').toBe(15);
  await page.getByRole('textbox', { name: 'Find items by their text' }).fill('IS 17 PLUS');
  await until(() => table().getByRole('rowheader').allTextContents(), 'the one that was looked for').toEqual(['22']);
  expect(somebody.complaints.all).toEqual([]);
  await using night = await visit(browser, product, { mode: 'dark' });
  await night.page.goto('/datasets/hostile?sample=2');
  await night.page.getByRole('region', { name: 'Expected of item 2' }).waitFor();
  expect(await axeFindings(night.page)).toEqual([]);
}, 240_000);

it('other column names are given on the command line, and a missing one is told with those that are there', async () => {
  const file = join(scratch, 'faq.jsonl');
  const wrong = await product.trainyard('dataset', 'add', file, '--name', 'faq', '--set', 'kind=prompts');
  expect(wrong.code).not.toBe(0);
  expect(wrong.stdout + wrong.stderr).toContain(
    'columns input and expected are missing; the table has question, answer',
  );
  const named = ['--set', 'columns.input=question', '--set', 'columns.expected=answer'];
  const right = await product.trainyard('dataset', 'add', file, ...named);
  expect([right.code, right.stderr]).toEqual([0, '']);
  const shown = (await product.trainyard('dataset', 'show', 'faq')).stdout;
  expect(shown).toMatch(/items +2\n/);
  expect(shown).toContain('run start prompt-optimizer --dataset faq');
  const { items } = await product.client.call('listItems', { params: { name: 'faq' }, query: {} });
  expect(items.map(({ input, expected }) => [input, expected])).toEqual([
    ['Who?', 'Me'],
    ['When?', 'Now'],
  ]);
}, 240_000);

it('a trainer whose manifest says so gets all items but those of the test part, opens that once, and the record tells', async () => {
  const refused = product.client.call('createRun', { body: { trainer: 'peek', dataset: 'faq' } });
  await expect(refused).rejects.toMatchObject({ message: expect.stringContaining('too small: of 2 items') });
  const { id } = await product.client.call('createRun', { body: { trainer: 'peek', dataset: 'hostile' } });
  const run = await eventually('the end of the run', async () => {
    const now = await product.client.call('getRun', { params: { id } });
    return now.ended_at !== null && now;
  });
  expect([run.status, run.reason?.message]).toEqual(['completed', run.reason?.message]);
  const { split } = await product.client.call('getRunConfig', { params: { id } });
  const test = split?.sizes.test ?? 0;
  expect(test).toBeGreaterThan(0);
  expect(run.metrics).toMatchObject({ items: 40 - test, parts: 40, test, readable: 0, listed: 403 });
  expect(run.metrics).toMatchObject({ opened: 200, given: test, other: 409 });

  await page.goto(`/runs/${run.number}/results?tab=configuration`);
  await page.getByText('with 2 prompts, the seed first').waitFor();
  await page.getByText('No run had opened the same part before.').waitFor();
  await page.getByText('Finalist 1', { exact: true }).click();
  await page.getByText('x'.repeat(300)).waitFor();
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 900 });
    expect(await fitsItsWindow(page)).toBe(true);
    expect(await axeFindings(page)).toEqual([]);
  }
}, 120_000);
