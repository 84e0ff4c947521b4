import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GivenBody } from '@trainyard/contracts/routes';
import { type Product, startBrowser, startProduct } from '@trainyard/testkit';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeSignals } from '../../signals.ts';
import { writeLineTrainer } from './line-trainer.ts';
import { descriptionOf, until, type Visit, visit } from './visit.ts';

let product: Product;
let browser: Browser;
let scratch: string;
let somebody: Visit;
let page: Page;

beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'trainyard-wizard-'));
  [product, browser] = await Promise.all([startProduct(), startBrowser()]);
  writeLineTrainer(product.home);
  const folder = writeSignals(join(scratch, 'signals'), { units: 5, perUnit: 1, seconds: 1 });
  const added = await product.trainyard('dataset', 'add', folder, '--name', 'signals');
  expect(added.code, added.stderr + added.stdout).toBe(0);
  somebody = await visit(browser, product);
  page = somebody.page;
}, 240_000);
afterAll(async () => {
  await browser?.close();
  await product?.[Symbol.asyncDispose]();
  rmSync(scratch, { recursive: true, force: true });
}, 120_000);

const setting = (name: string) => page.getByRole('textbox', { name, exact: true });
const launchButton = () => page.getByRole('region', { name: 'Launch' }).getByRole('button', { name: /^Launch/ });

/** The messages of the API for the same settings: of the check, and of a launch that it refuses. */
async function refusals(trainer: string, body: GivenBody<'checkConfig'>): Promise<string[]> {
  const { issues } = await product.client.call('checkConfig', { params: { trainer }, body });
  const refused = await product.client.call('createRun', { body: { trainer, ...body } as GivenBody<'createRun'> }).then(
    () => [],
    (error: { issues: { path: string; message: string }[] }) => error.issues,
  );
  const told = (all: readonly { message: string }[]) => all.map(({ message }) => message).sort();
  expect(told(refused), 'the launch is refused in the words of the check').toEqual(told(issues));
  return told(issues);
}

async function freshDraft(search: string): Promise<void> {
  await page.goto('/new');
  await page.getByRole('heading', { level: 1, name: 'New run' }).waitFor();
  await page.getByRole('list', { name: 'Trainers' }).waitFor();
  await page.evaluate('localStorage.clear()');
  await page.goto(`/new?${search}`);
  await page.getByText('Checked: nothing stands against the launch.').waitFor();
}

describe('wrong settings are told beside their control, in the words of the API', () => {
  const wrong: [what: string, name: string, typed: string, config: Record<string, unknown>][] = [
    ['text where a number belongs', 'Epochs', 'many', { epochs: 'many' }],
    ['a number out of its range', 'Epochs', '0', { epochs: 0 }],
    ['a fraction where a whole number belongs', 'Epochs', '2.5', { epochs: 2.5 }],
    ['a bound that is not included', 'Learning rate', '0', { learning_rate: 0 }],
    ['a rule over several settings', 'Batch size', '500', { batch_size: 500 }],
  ];

  it.each(wrong)('%s', async (_, name, typed, config) => {
    await freshDraft('trainer=line');
    await setting(name).fill(typed);
    const messages = await refusals('line', { preset: 'quick', config });
    expect(messages).toHaveLength(1);
    await until(() => descriptionOf(setting(name)), 'the message').toBe(messages[0]);
    expect(await setting(name).getAttribute('aria-invalid')).toBe('true');
    await until(() => launchButton().isDisabled(), 'no launch').toBe(true);
    // What is mended is no longer told.
    await page.getByRole('button', { name: new RegExp(`^Reset ${name} to`) }).click();
    await page.getByText('Checked: nothing stands against the launch.').waitFor();
    expect(await launchButton().isEnabled()).toBe(true);
    expect(somebody.complaints.all).toEqual([]);
  });

  it('a data set that is not there', async () => {
    await freshDraft('trainer=signal-features&dataset=signals');
    await page.goto('/new?trainer=signal-features&dataset=nowhere&step=configure');
    const messages = await refusals('signal-features', { preset: 'standard', dataset: 'nowhere', config: {} });
    expect(messages).toHaveLength(1);
    await page
      .getByRole('region', { name: 'Data set' })
      .getByText(messages[0] ?? '', { exact: true })
      .waitFor();
    expect(await launchButton().isDisabled()).toBe(true);
    expect(somebody.complaints.all).toEqual([]);
  });

  it('shares of a split that are not 100 % together', async () => {
    await freshDraft('trainer=signal-features&dataset=signals');
    await page.getByText(/^Expert, all/).click();
    await setting('Training share').fill('80');
    const messages = await refusals('signal-features', {
      preset: 'standard',
      dataset: 'signals',
      config: { split: { train: 80 } },
    });
    expect(messages).toEqual([expect.stringContaining('must sum to 100 %')]);
    await until(() => descriptionOf(setting('Training share')), 'the message').toBe(messages[0]);
    expect(await launchButton().isDisabled()).toBe(true);
    expect(somebody.complaints.all).toEqual([]);
  });

  it('settings of the run itself', async () => {
    await freshDraft('trainer=line');
    await page.getByText('Settings of the run').click();
    await setting('Seed').fill('soon');
    await until(() => descriptionOf(setting('Seed')), 'the seed').toBe('Seed must be a whole number, got "soon"');
    await setting('Seed').fill('');
    await setting('Time limit').fill('for ever');
    await until(() => descriptionOf(setting('Time limit')), 'the limit').toMatch(
      /^Time limit must be a length of time/,
    );
    await page.getByText('1 problem to mend before the launch').waitFor();
    expect(await launchButton().isDisabled()).toBe(true);
    expect(somebody.complaints.all).toEqual([]);
  });
});

describe('YAML', () => {
  async function paste(text: string) {
    await freshDraft('trainer=line');
    await page.goto('/new');
    await page.getByRole('button', { name: 'Start from YAML' }).click();
    const dialog = page.getByRole('dialog', { name: 'Start from YAML' });
    await dialog.getByRole('textbox', { name: 'The YAML of a run, a preset or settings' }).fill(text);
    return dialog;
  }

  it('that is broken is told with its line', async () => {
    const dialog = await paste('trainer: line\nconfig: { epochs: 3\n');
    await dialog
      .getByRole('button', { name: /^Line \d+:/ })
      .first()
      .waitFor();
    expect(await dialog.getByRole('button', { name: 'Fill the form' }).isDisabled()).toBe(true);
    expect(somebody.complaints.all).toEqual([]);
  });

  it('is taken from a file that is dropped', async () => {
    const dialog = await paste('');
    const dropped = await page.evaluateHandle(`(() => {
      const carried = new DataTransfer();
      carried.items.add(new File(['trainer: line\\nconfig: { epochs: 7 }\\n'], 'seven.yaml'));
      return carried;
    })()`);
    const area = dialog.getByRole('textbox', { name: 'The YAML of a run, a preset or settings' });
    await area.dispatchEvent('drop', { dataTransfer: dropped });
    await until(() => area.inputValue(), 'the file').toContain('epochs: 7');
    expect(somebody.complaints.all).toEqual([]);
  });

  it('with a setting that is not there is told in the words of the API', async () => {
    const dialog = await paste('trainer: line\nconfig:\n  epocks: 3\n');
    await dialog.getByRole('button', { name: 'Fill the form' }).click();
    const messages = await refusals('line', { config: { epocks: 3 } });
    expect(messages).toEqual([expect.stringContaining('Did you mean "epochs"?')]);
    const problems = page.getByRole('region', { name: '1 problem' });
    await problems.getByText(messages[0] ?? '', { exact: true }).waitFor();
    expect(await launchButton().isDisabled()).toBe(true);
    await problems.getByRole('button', { name: 'Take it out' }).click();
    await page.getByText('Checked: nothing stands against the launch.').waitFor();
    expect(somebody.complaints.all).toEqual([]);
  });

  it('goes into the form, and the form into it', async () => {
    const dialog = await paste('trainer: line\nconfig:\n  epochs: 33\n');
    await dialog.getByRole('button', { name: 'Fill the form' }).click();
    await until(() => setting('Epochs').inputValue(), 'the form').toBe('33');
    await page.getByRole('button', { name: 'Review' }).first().click();
    const yaml = page.getByRole('textbox', { name: 'The record as YAML' });
    await until(() => yaml.inputValue(), 'the record').toMatch(/^\s+epochs: 33$/m);
    await page.getByRole('button', { name: 'Edit', exact: true }).click();
    await yaml.fill((await yaml.inputValue()).replace('epochs: 33', 'epochs: 34'));
    await page.getByRole('button', { name: 'Done', exact: true }).click();
    await page.getByRole('region', { name: 'Launch' }).getByRole('button', { name: 'Back' }).click();
    await until(() => setting('Epochs').inputValue(), 'the form').toBe('34');
    expect(somebody.complaints.all).toEqual([]);
  });
});

describe('a draft', () => {
  it('survives a reload, with what was changed and at its step', async () => {
    await freshDraft('trainer=line');
    await setting('Epochs').fill('7');
    await setting('Points').fill('300');
    await page.getByText('2 settings changed from the preset').waitFor();
    await page.reload();
    await page.getByText('2 settings changed from the preset').waitFor();
    expect(await setting('Epochs').inputValue()).toBe('7');
    expect(await setting('Points').inputValue()).toBe('300');
    await page.goto('/new');
    await page.getByRole('region', { name: 'Draft' }).getByText('with 2 changes').waitFor();
    expect(somebody.complaints.all).toEqual([]);
  });

  it('is launched once, however often one clicks', async () => {
    await freshDraft('trainer=line');
    await setting('Epochs').fill('3');
    await page.getByText('Checked: nothing stands against the launch.').waitFor();
    const before = (await product.client.call('listRuns', {})).total;
    await launchButton().dblclick();
    await page.getByText(/is launched/).waitFor();
    expect((await product.client.call('listRuns', {})).total).toBe(before + 1);
    expect(somebody.complaints.all).toEqual([]);
  });

  it('is made of a run by cloning it', async () => {
    const [newest] = (await product.client.call('listRuns', { query: { sort: '-number', limit: 1 } })).items;
    await page.goto(`/new?clone=${newest?.number}`);
    await page.getByText(`from Run ${newest?.number}`).waitFor();
    expect(await setting('Epochs').inputValue()).toBe('3');
    await page.getByText('1 setting changed from the preset').waitFor();
    expect(somebody.complaints.all).toEqual([]);
  });

  it('with variations becomes an experiment', async () => {
    await freshDraft('trainer=line');
    await page.getByRole('region', { name: 'Launch' }).getByRole('button', { name: 'Review' }).click();
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('straight');
    const several = page.getByRole('region', { name: 'Several runs' });
    await several.getByRole('textbox', { name: 'Values, one run each' }).fill('one');
    await several.getByRole('button', { name: 'Add another variation' }).click();
    await several.getByText('Seeds are whole numbers, such as 1-5 or 1, 7, 9.').waitFor();
    await several.getByRole('textbox', { name: 'Values, one run each' }).fill('1-2');
    await several.getByRole('button', { name: 'Add another variation' }).click();
    await several.getByRole('combobox', { name: 'Vary' }).selectOption({ label: 'Epochs' });
    // Each variation is checked by itself, before anything is launched.
    await several.getByRole('textbox', { name: 'Values, one run each' }).fill('4, 9000');
    await several.getByRole('button', { name: 'Add another variation' }).click();
    const [message = ''] = await refusals('line', { preset: 'quick', config: { epochs: 9000 } });
    await several.getByText(message).waitFor();
    expect(await launchButton().isDisabled()).toBe(true);
    await several.getByRole('button', { name: 'Leave out epochs 9000' }).click();
    await page.getByRole('button', { name: 'Launch 4 runs' }).click();
    await page.getByText(/The experiment .* is launched: 4 runs/).waitFor();
    const runs = page.getByRole('table', { name: 'Runs of the experiment' });
    for (const name of ['straight', 'straight, seed 1', 'straight, seed 2', 'straight, epochs 4'])
      await runs.getByRole('link', { name, exact: true }).waitFor();
    await page.getByRole('button', { name: 'Open the experiment' }).click();
    await page.getByRole('heading', { level: 1, name: /straight/ }).waitFor();
    expect(somebody.complaints.all).toEqual([]);
  });
});

it('somebody who comes with a data set alone still has it when a trainer is chosen', async () => {
  const folder = join(scratch, 'signals');
  // Newer than the other: the one that a draft would begin with.
  const added = await product.trainyard('dataset', 'add', folder, '--name', 'later');
  expect(added.code, added.stderr + added.stdout).toBe(0);
  const { manifest } = await product.client.call('getTrainer', { params: { trainer: 'signal-features' } });
  await page.goto('/new');
  await page.getByRole('list', { name: 'Trainers' }).waitFor();
  await page.evaluate('localStorage.clear()');
  await page.goto('/new?dataset=signals');
  await page.getByText('on the data set signals').waitFor();
  await page.getByRole('list', { name: 'Trainers' }).getByRole('button', { name: manifest.title, exact: true }).click();
  await page.getByText('Checked: nothing stands against the launch.').waitFor();
  await until(() => new URL(page.url()).searchParams.get('trainer'), 'the trainer').toBe('signal-features');
  expect(new URL(page.url()).searchParams.get('dataset')).toBe('signals');
  expect(somebody.complaints.all).toEqual([]);
});
