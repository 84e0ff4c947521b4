import { axeFindings, type Product, startBrowser, startProduct } from '@trainyard/testkit';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fitsItsWindow, until, type Visit, visit } from './visit.ts';

let product: Product;
let browser: Browser;
let somebody: Visit;
let page: Page;
beforeAll(async () => {
  [product, browser] = await Promise.all([startProduct(), startBrowser()]);
  somebody = await visit(browser, product);
  page = somebody.page;
}, 240_000);
afterAll(async () => {
  await browser?.close();
  await product?.[Symbol.asyncDispose]();
}, 120_000);

const dialog = () => page.getByRole('dialog');
const system = () => page.getByRole('textbox', { name: 'System part' });
const output = () => page.getByRole('textbox', { name: 'Output part' });
const save = () => page.getByRole('button', { name: 'Save as a new version' });
const versions = () => page.getByRole('table', { name: 'Table of versions' });
const heading = (name: string) => page.getByRole('heading', { level: 1, name }).waitFor();

it('a prompt is begun, what is typed survives a reload, and it is made', async () => {
  await page.goto('/prompts');
  await page.getByText('There is no prompt yet.').waitFor();
  expect(await axeFindings(page)).toEqual([]);
  await page.getByRole('button', { name: 'New prompt' }).press('Enter');
  await dialog().getByLabel('Name').fill('Not a name');
  await dialog().getByText('Lower-case words').waitFor();
  await dialog().getByRole('button', { name: 'Make the prompt' }).click();
  await dialog().getByText('A prompt needs a text').waitFor();
  expect(await axeFindings(page)).toEqual([]);
  await dialog().getByLabel('Name').fill('sentiment');
  await system().fill('Judge the review of {{product}} from {{shop}}.');
  await dialog().getByText('{{shop}}', { exact: true }).waitFor();
  await dialog().getByText('7 words, 46 characters').waitFor();

  await page.reload();
  await until(() => system().inputValue(), 'what was typed').toBe('Judge the review of {{product}} from {{shop}}.');
  await output().fill('One word.');
  await dialog().getByRole('button', { name: 'Add an example' }).click();
  await dialog().getByRole('button', { name: 'Make the prompt' }).click();
  await dialog().getByText('Example 1 is empty').waitFor();
  await dialog().getByLabel('Input of example 1').fill('Great <b>battery</b>.');
  await dialog().getByLabel('Output of example 1').fill('positive');
  await dialog().getByRole('button', { name: 'Make the prompt' }).click();
  await heading('sentiment');
  await page.getByText('Version 1, the newest').waitFor();
  await page.getByText('Great <b>battery</b>.').waitFor();
});

it('a lost placeholder is told before it is saved, and a version is saved when that is meant', async () => {
  await page.getByRole('button', { name: 'Edit' }).click();
  await page.getByText('Nothing is changed yet.').waitFor();
  expect(await save().isDisabled()).toBe(true);
  await system().fill('Judge the whole review of {{product}}.');
  await page.getByText('The new version of "sentiment" loses {{shop}}, which version 1 has.').waitFor();
  expect(await save().isDisabled()).toBe(true);
  expect(await axeFindings(page)).toEqual([]);

  // The page is closed and opened anew: the text is there, and goes on from where it began.
  await page.goto('/prompts/sentiment');
  await page.getByText('it began from version 1').waitFor();
  await page.getByRole('button', { name: 'Go on editing' }).click();
  await until(() => system().inputValue(), 'the kept text').toBe('Judge the whole review of {{product}}.');
  await page.getByLabel('That is meant: save it without {{shop}}').check();
  await page.getByRole('textbox', { name: 'Why' }).fill('The shop <i>says</i> nothing.');
  await save().click();
  await page.getByText('Version 2, the newest').waitFor();
  await versions().getByText('The shop <i>says</i> nothing.').waitFor();
  const { current } = await product.client.call('getPrompt', { params: { name: 'sentiment' } });
  expect(current).toMatchObject({ version: 2, parents: [1], placeholders: ['product'], origin: 'human' });
});

it('two versions are compared with their words marked, and an older one is used again', async () => {
  const row = (version: number) => versions().getByRole('row', { name: new RegExp(`^${version}\\b`) });
  await row(2).getByRole('link', { name: 'Compare version 2 with 1' }).press('Enter');
  await page.getByText(/^From version 1 to 2: \d+ words? added, \d+ words? removed\./).waitFor();
  const side = (version: number) => page.getByRole('region', { name: `System part of version ${version}` });
  await side(1).getByRole('deletion').filter({ hasText: '{{shop}}' }).waitFor();
  await side(2).getByRole('insertion').filter({ hasText: 'whole' }).waitFor();
  expect(await side(2).textContent()).toBe('Judge the whole review of {{product}}.');
  expect(new URL(page.url()).search).toBe('?from=1&to=2');
  expect(await axeFindings(page)).toEqual([]);

  await row(1).getByRole('link', { name: '1', exact: true }).click();
  await page.getByText('Version 1 of 2').waitFor();
  expect(new URL(page.url()).pathname).toBe('/prompts/sentiment@1');
  await page.getByRole('button', { name: 'Use this version' }).click();
  await row(1).getByText('Current').waitFor();
  // A text made from the older one stands beside the newer one, not on it.
  await page.getByRole('button', { name: 'Edit' }).click();
  await page.getByText('what you save is made from version 1, beside it').waitFor();
  await output().fill('One word, in lower case.');
  await page.getByLabel('Use it from now on').uncheck();
  await save().click();
  await page.getByText('Version 3, the newest').waitFor();
  expect(new URL(page.url()).pathname).toBe('/prompts/sentiment@3');
  const { items } = await product.client.call('listPromptVersions', { params: { name: 'sentiment' } });
  expect(items.map(({ version, parents, current }) => [version, parents, current])).toEqual([
    [3, [1], false],
    [2, [1], false],
    [1, [], true],
  ]);
});

it('whatever is written is text: scripts, other directions, a hundred thousand characters, at the width of a telephone', async () => {
  const name = 'z'.repeat(60);
  const description = `<script>alert(1)</script> שלום 🙂 ${'n'.repeat(300)}`;
  const body = { name, description, system: 'x'.repeat(100_000), output: '<img src=x onerror=alert(1)> مرحبا' };
  await product.client.call('createPrompt', { body });
  const long = Array.from({ length: 14_000 }, (_, i) => `${i % 9 === 0 ? `w${i}` : 'word'}`).join(' ');
  for (const system of [long, long.replaceAll('w', 'v')]) {
    await product.client.call('createPromptVersion', { params: { name }, body: { system, why: description } });
  }
  await using phone = await visit(browser, product, { width: 390, mode: 'dark' });
  const small = phone.page;
  await small.goto('/prompts');
  await small.getByRole('link', { name }).waitFor();
  expect(await axeFindings(small)).toEqual([]);
  expect(await fitsItsWindow(small)).toBe(true);
  await small.goto(`/prompts/${name}@1?from=2&to=3`);
  await small.getByText('<img src=x onerror=alert(1)> مرحبا').first().waitFor();
  // The page answers while the difference of the two long texts is looked for.
  await small.getByRole('button', { name: 'Describe' }).click();
  await small.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
  await small.getByText(/^From version 2 to 3:/).waitFor();
  expect(await axeFindings(small)).toEqual([]);
  expect(await fitsItsWindow(small)).toBe(true);
  expect(phone.complaints.all).toEqual([]);
});

it('a viewer reads everything and can change nothing, and says so', async () => {
  await using reader = await visit(browser, product);
  const looks = reader.page;
  await looks.route('**/api/v1/me', async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, json: { ...(await answer.json()), id: 'another', role: 'viewer' } });
  });
  await looks.goto('/prompts/sentiment@2?edit=1');
  await looks.getByText('Version 2 of 3').waitFor();
  for (const button of ['Edit', 'Describe', 'Use this version', 'Delete']) {
    await until(() => looks.getByRole('button', { name: button }).isDisabled(), button).toBe(true);
  }
  expect(await axeFindings(looks)).toEqual([]);
  await looks.goto('/prompts?new=1');
  await until(() => looks.getByRole('button', { name: 'New prompt' }).isDisabled(), 'New prompt').toBe(true);
  // It may open for as long as nobody knows that this is a viewer.
  await until(() => looks.getByRole('dialog').count(), 'no dialog').toBe(0);
  expect(reader.complaints.all).toEqual([]);
});

it('a prompt is found by the palette, and is deleted after a question', async () => {
  await page.goto('/');
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.keyboard.press('/');
  await page.getByRole('combobox', { name: 'Search or run a command' }).fill('sentiment');
  await page.getByRole('option', { name: /sentiment.*Prompt/ }).click();
  await heading('sentiment');
  await page.getByRole('button', { name: 'Delete' }).click();
  await dialog().getByText('The prompt goes with all its 3 versions').waitFor();
  expect(await axeFindings(page)).toEqual([]);
  await dialog().getByRole('button', { name: 'Delete' }).click();
  await heading('Prompts');
  await page.getByText('sentiment and its versions are deleted.').waitFor();
  expect(somebody.complaints.all).toEqual([]);
  await page.goto('/prompts/sentiment');
  await page.getByText('There is no prompt "sentiment".').waitFor();
  expect(await axeFindings(page)).toEqual([]);
});
