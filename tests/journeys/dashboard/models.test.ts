import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { axeFindings, eventually, type Product, startBrowser, startProduct } from '@trainyard/testkit';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { signRate, writeModelTrainers } from './model-trainers.ts';
import { fitsItsWindow, until, type Visit, visit } from './visit.ts';

let product: Product;
let browser: Browser;
let somebody: Visit;
let page: Page;
let scratch: string;
/** Numbers of two runs that kept a model, the second with the better score. */
const runs: number[] = [];

async function ended(id: string): Promise<string> {
  const run = await eventually('the end of the run', async () => {
    const found = await product.client.call('getRun', { params: { id } });
    return found.ended_at === null ? null : found;
  });
  return run.status;
}

beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'trainyard-models-'));
  [product, browser] = await Promise.all([startProduct(), startBrowser()]);
  writeModelTrainers(product.home);
  for (const accuracy of [0.8, 0.93]) {
    const run = await product.client.call('createRun', { body: { trainer: 'sign', config: { accuracy } } });
    expect(await ended(run.id)).toBe('completed');
    runs.push(run.number);
  }
  somebody = await visit(browser, product);
  page = somebody.page;
}, 240_000);
afterAll(async () => {
  await browser?.close();
  await product?.[Symbol.asyncDispose]();
  rmSync(scratch, { recursive: true, force: true });
}, 120_000);

const dialog = () => page.getByRole('dialog');

it('the model of a run is registered on its results, under a new name and then as a further version', async () => {
  await page.goto('/models');
  await page.getByText('No model is registered yet.').waitFor();
  expect(await axeFindings(page)).toEqual([]);

  await page.goto(`/runs/${runs[0]}/results`);
  await page.getByText('It kept a model that is not registered.').waitFor();
  await page.getByRole('button', { name: 'Register model' }).click();
  await dialog().getByLabel('Name of the model').fill('Not a name');
  await dialog().getByText('Lower-case words').waitFor();
  expect(await dialog().getByRole('button', { name: 'Register' }).isDisabled()).toBe(true);
  await dialog().getByLabel('Name of the model').fill('sign-net');
  await dialog().getByText('A new model; this is its version 1.').waitFor();
  await dialog().getByLabel('Note').fill('the <b>first</b>');
  expect(await axeFindings(page)).toEqual([]);
  await dialog().getByRole('button', { name: 'Register' }).click();
  await page.getByRole('link', { name: 'sign-net@1' }).waitFor();

  await page.goto(`/runs/${runs[1]}/results`);
  await page.getByRole('button', { name: 'Register model' }).click();
  // The name that a run of the same trainer has already is offered.
  await until(() => dialog().getByLabel('Name of the model').inputValue(), 'the name').toBe('sign-net');
  await dialog().getByText('A further version of it; the newest is 1.').waitFor();
  await dialog().getByRole('button', { name: 'Register' }).click();
  await page.getByRole('link', { name: 'sign-net@2' }).click();
  await page.getByRole('heading', { level: 1, name: 'sign-net' }).waitFor();
});

it('an alias is set and moved, and its moves are told', async () => {
  await page.goto('/models/sign-net');
  const point = async (version: number, verb: string) => {
    await page.getByRole('button', { name: `Set alias of version ${version}` }).click();
    await until(() => dialog().getByLabel('Alias').inputValue(), 'the usual alias').toBe('champion');
    await dialog().getByRole('button', { name: verb, exact: true }).click();
    await dialog().waitFor({ state: 'hidden' });
  };
  await point(1, 'Set');
  await page.getByText('set to version 1').waitFor();
  await point(2, 'Move');
  await page.getByText('from version 1 to 2').waitFor();
  expect(await axeFindings(page)).toEqual([]);
  await page.goto('/models/sign-net@champion');
  await page.getByText('Version 2, the newest').waitFor();
});

it('a signal from a file is classified on the model and on the results, and a wrong one is refused in words', async () => {
  const file = join(scratch, 'signal.csv');
  const values = Array.from({ length: signRate }, (_, i) => (i < 700 ? 0.3 : -0.3));
  writeFileSync(file, `${values.join('\n')}\n`);
  await page.goto('/models/sign-net');
  await page.locator('input[type=file]').setInputFiles(file);
  const classify = () => page.getByRole('button', { name: 'Classify' });
  await classify().click();
  await page.getByRole('alert').getByText('its rate is not known').waitFor();
  await page.getByLabel('Rate in Hz').fill(String(signRate));
  await classify().click();
  const said = page.getByRole('status', { name: 'What the model says' });
  await said.getByText('up <b>', { exact: true }).first().waitFor();
  await said.getByText(/by sign-net@2, the mean of 7 windows over 1 s/).waitFor();
  await said.getByText('Each window').click();
  await until(() => said.getByRole('rowheader').count(), 'the windows').toBe(7);
  expect(await axeFindings(page)).toEqual([]);

  await page.goto(`/runs/${runs[0]}/results`);
  await page.getByRole('button', { name: 'Try it on a file' }).click();
  await dialog().locator('input[type=file]').setInputFiles(file);
  await dialog().getByLabel('Rate in Hz').fill('1 kHz');
  await dialog().getByRole('button', { name: 'Classify' }).click();
  await dialog()
    .getByText(new RegExp(`by run ${runs[0]}, the mean of 7 windows`))
    .waitFor();

  const { code, stdout } = await product.trainyard(
    'model',
    'classify',
    'sign-net@champion',
    file,
    '--rate',
    '1000',
    '--json',
  );
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ prediction: 'up <b>', model: { name: 'sign-net', version: 2 } });
});

it('models are taken into a new run from a model, from its run and from the list, for each trainer that takes some', async () => {
  const takers = () => dialog().getByRole('list', { name: 'Trainers that take models' });
  const taker = (title: string) => takers().getByRole('listitem').filter({ hasText: title });
  const chosen = () => page.getByRole('list', { name: 'Chosen models' }).getByRole('listitem').allTextContents();

  // From the model, by keyboard alone: the version that is shown.
  await page.goto('/models/sign-net');
  await page.getByRole('button', { name: 'Use in a new run' }).press('Enter');
  await taker('Combine').getByText('Takes up to 3 models.').waitFor();
  await taker('Pair').getByText('Takes 2 models. Choose one more there.').waitFor();
  expect(await takers().getByRole('link').allTextContents()).toEqual(['Combine', 'Pair']);
  // Those that come with the product work on signals, which these models did not learn from.
  await taker('Ensemble').getByText('It takes models of signals, and sign-net@2 learned from no data set.').waitFor();
  expect(await axeFindings(page)).toEqual([]);
  await takers().getByRole('link', { name: 'Combine' }).press('Enter');
  await until(chosen, 'the chosen models').toEqual(['sign-net@2']);
  await page.getByText('Checked: nothing stands against the launch.').waitFor();
  expect(new URL(page.url()).searchParams.get('trainer')).toBe('combine');
  expect(new URL(page.url()).searchParams.get('models')).toBeNull();

  // From the results of the run that is an earlier version; one more is asked for where it belongs.
  await page.goto(`/runs/${runs[0]}/results`);
  await page.getByRole('button', { name: 'Use in a new run' }).click();
  await takers().getByRole('link', { name: 'Pair' }).click();
  await until(chosen, 'the chosen models').toEqual(['sign-net@1']);
  await page.getByText('1 problem to mend before the launch').waitFor();
  await page.getByText('The draft of combine was replaced.').waitFor();

  // Several from the list; one that takes fewer says so.
  for (const name of ['sign-a', 'sign-b']) {
    await product.client.call('registerModel', { params: { name }, body: { run: runs[0] ?? 0 } });
  }
  await page.goto('/models');
  const region = page.getByRole('region', { name: 'Chosen models' });
  for (const name of ['sign-b', 'sign-net', 'sign-a']) await page.getByRole('checkbox', { name }).check();
  await region.getByText('3 models chosen').waitFor();
  expect(await axeFindings(page)).toEqual([]);
  await region.getByRole('button', { name: 'Use in a new run' }).click();
  await taker('Pair').getByText('3 models are chosen, one too many. Leave it out first.').waitFor();
  expect(await takers().getByRole('link').allTextContents()).toEqual(['Combine']);
  expect(await axeFindings(page)).toEqual([]);
  await takers().getByRole('link', { name: 'Combine' }).click();
  await until(chosen, 'the chosen models').toEqual(['sign-b@1', 'sign-net@2', 'sign-a@1']);
});

it('an address may name models without a trainer; one that takes none says so', async () => {
  await page.goto('/new?trainer=sign&models=sign-net@2');
  await page.getByText('Sign takes no models.').waitFor();
  await page.getByRole('button', { name: 'Choose a trainer instead' }).click();
  await page.goto('/new?models=sign-net@2,sign-a');
  await page.getByText('with sign-net@2, sign-a').waitFor();
  await page.getByRole('button', { name: 'Pair', exact: true }).click();
  await page.getByRole('list', { name: 'Chosen models' }).getByText('sign-net@2').waitFor();
  await page.getByText('Checked: nothing stands against the launch.').waitFor();
  await page.getByRole('button', { name: 'Discard draft' }).click();
  await dialog().getByRole('button', { name: 'Discard' }).click();
  await page.getByRole('list', { name: 'Trainers' }).waitFor();
});

it('the wizard picks a model for a trainer that takes some; its run keeps the exact version', async () => {
  await page.goto('/new?trainer=combine');
  await page.getByRole('checkbox', { name: 'sign-net' }).check();
  await page.getByLabel('Version of sign-net').selectOption('champion');
  await page.getByRole('list', { name: 'Chosen models' }).getByText('sign-net@champion').waitFor();
  await page.getByText('Checked: nothing stands against the launch.').waitFor();
  expect(await axeFindings(page)).toEqual([]);
  await page
    .getByRole('region', { name: 'Launch' })
    .getByRole('button', { name: /^Launch/ })
    .click();
  const used = await eventually('a run that uses the model', async () => {
    const { items } = await product.client.call('listModelUses', { params: { name: 'sign-net' } });
    return items[0]?.run ?? null;
  });
  expect(await ended(used.id)).toBe('completed');
  const frozen = await product.client.call('getRunConfig', { params: { id: used.id } });
  expect(frozen.config.models).toEqual(['sign-net@2']);
  const { items: sections } = await product.client.call('listSections', { params: { id: used.id } });
  expect(JSON.stringify(sections)).toContain('accuracy 0.93');

  await page.goto('/models/sign-net');
  await page.getByRole('table', { name: 'Runs that use this model' }).getByText(`#${used.number} `).waitFor();
  await page.getByRole('button', { name: 'Delete version 2' }).click();
  await dialog().getByRole('button', { name: 'Delete', exact: true }).click();
  await page.getByText(`sign-net@2 cannot be deleted: run ${used.number} uses it.`).waitFor();
  await page.getByRole('button', { name: 'Delete version 1' }).click();
  await dialog().getByRole('button', { name: 'Delete', exact: true }).click();
  const versions = page.getByRole('table', { name: 'Table of versions' });
  await until(() => versions.getByRole('rowheader').allTextContents(), 'the versions').toEqual(['2, shown']);
});

it('both pages stand on a telephone, and the palette finds a model', async () => {
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').fill('sign-n');
  await page
    .getByRole('option', { name: /sign-net/ })
    .first()
    .waitFor();
  await using small = await visit(browser, product, { width: 390, height: 844, mode: 'dark' });
  for (const path of ['/models', '/models/sign-net']) {
    await small.page.goto(path);
    await small.page.getByText('champion').first().waitFor();
    expect(await fitsItsWindow(small.page)).toBe(true);
    expect(await axeFindings(small.page)).toEqual([]);
    if (path === '/models') await small.page.getByRole('checkbox', { name: 'sign-net' }).check();
    await small.page.getByRole('button', { name: 'Use in a new run' }).click();
    await small.page.getByRole('dialog').getByRole('link', { name: 'Combine' }).waitFor();
    expect(await fitsItsWindow(small.page)).toBe(true);
    expect(await axeFindings(small.page)).toEqual([]);
  }
  expect(somebody.complaints.all).toEqual([]);
});
