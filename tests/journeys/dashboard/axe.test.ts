import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  axeFindings,
  Complaints,
  eventually,
  type Product,
  type StandIn,
  startBrowser,
  startProduct,
  startStandIn,
} from '@trainyard/testkit';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeSignals } from '../../signals.ts';
import { writeLineTrainer } from './line-trainer.ts';
import { writeSorterTrainer } from './sorter-trainer.ts';
import { fitsItsWindow, until, visit } from './visit.ts';

let product: Product;
let standIn: StandIn;
let browser: Browser;
let scratch: string;
/** Run 1 imports, 2 sorts, 3 sorts worse, 4 fails, 5 goes on as long as one looks. */
beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'trainyard-axe-'));
  [product, browser, standIn] = await Promise.all([startProduct(), startBrowser(), startStandIn()]);
  writeLineTrainer(product.home);
  writeSorterTrainer(product.home);
  const folder = writeSignals(join(scratch, 'signals'), { units: 3, perUnit: 1, seconds: 1 });
  const added = await product.trainyard('dataset', 'add', folder, '--name', 'machines');
  expect(added.code, added.stderr + added.stdout).toBe(0);
  const bodies = [
    { trainer: 'sorter', name: 'sorted', config: { wrong: 3 }, tags: { bench: 'two' }, notes: 'The first one.' },
    { trainer: 'sorter', name: 'sorted worse', config: { wrong: 6 } },
    { trainer: 'line', name: 'doomed', config: { epochs: 9, fail_at: 7 } },
  ];
  for (const body of bodies) {
    const { id } = await product.client.call('createRun', { body });
    await eventually(
      `the end of ${body.name}`,
      async () => (await product.client.call('getRun', { params: { id } })).ended_at,
    );
  }
  const written = { system: 'Judge the review {{review}}.', output: 'One word.' };
  await product.client.call('createPrompt', { body: { name: 'sentiment', ...written } });
  const next = { ...written, system: 'Judge the whole review {{review}}.', why: 'It stopped early.' };
  await product.client.call('createPromptVersion', { params: { name: 'sentiment' }, body: next });
  await askTwice();
  const config = { epochs: 5000, epoch_s: 0.2 };
  await product.client.call('createRun', { body: { trainer: 'line', name: 'endless', config } });
}, 300_000);
afterAll(async () => {
  await browser?.close();
  await product?.[Symbol.asyncDispose]();
  await standIn?.close();
  rmSync(scratch, { recursive: true, force: true });
}, 120_000);

/** One call that is paid for, and one that is answered from the cache, under a budget. */
async function askTwice(): Promise<void> {
  const { client, url, key } = product;
  const provider = { name: 'stand-in', kind: 'openai-compatible' as const, base_url: standIn.url, key: standIn.key };
  await client.call('createProvider', { body: provider });
  await client.call('createLanguageModel', { body: { name: 'small', provider: 'stand-in', model: 'tiny-1' } });
  const price = { provider: 'stand-in', model: 'tiny-1', input_usd: 1, output_usd: 4 };
  await client.call('addPrice', { body: price });
  await client.call('setUserBudget', { params: { user: 'me' }, body: { limit_calls: 2 } });
  for (let i = 0; i < 2; i += 1) {
    const body = JSON.stringify({ model: 'small', messages: [{ role: 'user', content: 'the same' }] });
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
    expect((await fetch(`${url}/v1/chat/completions`, { method: 'POST', headers, body })).status).toBe(200);
  }
}

const main = (page: Page) => page.getByRole('main');
const press = (page: Page, name: string | RegExp) => main(page).getByRole('button', { name }).first().click();

/** A page, how one knows that it is there, and what is opened on it. */
interface Place {
  path: string;
  shows: (page: Page) => Promise<unknown>;
  opens?: (page: Page) => Promise<unknown>;
}
const places: Place[] = [
  {
    path: '/',
    shows: (page) =>
      main(page)
        .getByRole('link', { name: /^endless/ })
        .first()
        .waitFor(),
  },
  {
    path: '/new',
    shows: (page) => page.getByRole('list', { name: 'Trainers' }).waitFor(),
    opens: async (page) => {
      await press(page, 'Start from YAML');
      await page.getByRole('dialog', { name: 'Start from YAML' }).getByRole('textbox').fill('a: [');
    },
  },
  {
    path: '/new?trainer=signal-features&dataset=machines&step=configure',
    shows: (page) =>
      page
        .getByText(/^(Checked|\d+ problems?)/)
        .first()
        .waitFor(),
    opens: async (page) => {
      await page.getByText(/^Expert, all/).click();
      await page.getByRole('textbox', { name: 'Training share' }).fill('90');
      await page
        .getByText(/must sum to 100 %/)
        .first()
        .waitFor();
    },
  },
  {
    path: '/new?trainer=line&step=review',
    shows: (page) => page.getByRole('textbox', { name: 'The record as YAML' }).waitFor(),
    opens: (page) => press(page, 'Save as preset'),
  },
  {
    path: '/runs?sel=2,3',
    shows: (page) => page.getByRole('row', { name: /sorted worse/ }).waitFor(),
    opens: (page) => press(page, 'More for run 2'),
  },
  {
    path: '/runs',
    shows: (page) => page.getByRole('row', { name: /sorted worse/ }).waitFor(),
    opens: (page) => press(page, 'Columns'),
  },
  {
    path: '/runs/5',
    shows: (page) => page.getByRole('region', { name: 'Metrics' }).getByText(/loss/i).first().waitFor(),
    opens: (page) => press(page, 'Stop'),
  },
  {
    path: '/runs/4',
    shows: (page) => page.getByRole('region', { name: 'The trainer ended with an error' }).waitFor(),
    opens: (page) => press(page, 'More'),
  },
  {
    path: '/runs/2/results',
    shows: (page) =>
      page
        .getByText(/^95 % interval/)
        .first()
        .waitFor(),
    opens: (page) => press(page, 'Share'),
  },
  {
    path: '/runs/2/results?tab=classes',
    shows: (page) =>
      page
        .getByRole('table', { name: /Predictions|Wrong/i })
        .first()
        .waitFor(),
    opens: (page) => press(page, 'More'),
  },
  { path: '/runs/2/results?tab=files', shows: (page) => page.getByText('model.txt').first().waitFor() },
  {
    path: '/runs/2/results?tab=configuration',
    shows: (page) => page.getByRole('rowheader', { name: 'wrong' }).waitFor(),
  },
  { path: '/compare', shows: (page) => page.getByRole('heading', { level: 1 }).waitFor() },
  {
    path: '/compare?ids=2,3',
    shows: (page) => page.getByRole('table', { name: 'Scores of the compared runs' }).waitFor(),
  },
  {
    path: '/experiments/1',
    shows: (page) => page.getByRole('link', { name: 'sorted', exact: true }).first().waitFor(),
  },
  {
    path: '/datasets',
    shows: (page) => main(page).getByRole('link', { name: 'machines' }).first().waitFor(),
    opens: (page) => press(page, /^Import/),
  },
  {
    path: '/datasets/machines',
    shows: (page) => page.getByRole('table', { name: 'Samples and units of each class' }).waitFor(),
  },
  {
    path: '/prompts',
    shows: (page) => main(page).getByRole('link', { name: 'sentiment' }).waitFor(),
    opens: (page) => press(page, 'New prompt'),
  },
  {
    path: '/prompts/sentiment',
    shows: (page) => page.getByText(/^From version 1 to 2:/).waitFor(),
    opens: (page) => press(page, 'Delete'),
  },
  { path: '/prompts/sentiment@1?edit=1', shows: (page) => page.getByText('Nothing is changed yet.').waitFor() },
  { path: '/trainers', shows: (page) => main(page).getByRole('link', { name: 'Line', exact: true }).waitFor() },
  { path: '/trainers/line', shows: (page) => page.getByRole('table', { name: 'Settings: Training' }).waitFor() },
  { path: '/reports', shows: (page) => page.getByRole('heading', { level: 1, name: 'Reports' }).waitFor() },
  {
    path: '/workers',
    shows: (page) =>
      main(page)
        .getByRole('button', { name: /^Drain/ })
        .first()
        .waitFor(),
    opens: (page) => press(page, /^Drain/),
  },
  {
    path: '/notices',
    shows: (page) =>
      main(page)
        .getByText(/doomed/)
        .first()
        .waitFor(),
  },
  {
    path: '/costs?status=cached&by=run',
    shows: (page) =>
      page
        .getByRole('row', { name: /From the cache/ })
        .first()
        .waitFor(),
    opens: (page) =>
      main(page)
        .getByRole('button', { name: /details of this call/ })
        .first()
        .click(),
  },
  { path: '/settings', shows: (page) => page.getByRole('link', { name: /^Budgets and prices/ }).waitFor() },
  { path: '/settings/access', shows: (page) => page.getByLabel('Name of the new key').waitFor() },
  {
    path: '/settings/language-models',
    shows: (page) => page.getByRole('row', { name: /^small stand-in/ }).waitFor(),
    opens: (page) => press(page, 'Change stand-in'),
  },
  {
    path: '/settings/budgets',
    shows: (page) => page.getByRole('row', { name: /^tiny-1/ }).waitFor(),
    opens: (page) => press(page, 'History of the price of tiny-1'),
  },
  {
    path: '/settings/installation',
    shows: (page) => page.getByRole('rowheader', { name: 'TRAINYARD_HOME' }).waitFor(),
  },
  { path: '/nowhere', shows: (page) => page.getByRole('heading', { level: 1 }).waitFor() },
  {
    path: '/runs/99999',
    shows: (page) =>
      main(page)
        .getByText(/no run/i)
        .first()
        .waitFor(),
  },
];

/** What is to be found fault with on a page as it is now, light and dark. */
async function lookAt(page: Page, where: string): Promise<string[]> {
  const found: string[] = [];
  for (const mode of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: mode });
    await until(() => page.evaluate('document.documentElement.dataset.mantineColorScheme'), 'the mode').toBe(mode);
    let findings = await axeFindings(page);
    // What still fades in is judged once more, when it has faded in.
    for (let tries = 0; tries < 10 && findings.some((one) => one.startsWith('color-contrast')); tries += 1) {
      await page.evaluate('Promise.all(document.getAnimations().map((one) => one.finished.catch(() => undefined)))');
      findings = await axeFindings(page);
    }
    found.push(...findings.map((finding) => `${where}, ${mode}: ${finding}`));
  }
  if (!(await fitsItsWindow(page))) found.push(`${where}: wider than its window`);
  return found;
}

describe.each([1440, 390])('at %i pixels', (width) => {
  it('axe finds nothing on any page in light or dark, nor with its dialog or menu open', async () => {
    await using somebody = await visit(browser, product, { width });
    const { page, complaints } = somebody;
    const found: string[] = [];
    const look = async (where: string): Promise<void> => void found.push(...(await lookAt(page, where)));
    for (const { path, shows, opens } of places) {
      await page.goto(path);
      await shows(page);
      await look(path);
      if (opens === undefined) continue;
      await opens(page);
      await look(`${path}, opened`);
    }
    expect(found).toEqual([]);
    expect(complaints.all).toEqual([]);
  });

  it('nor on what somebody sees who is not signed in, or whose link is no good', async () => {
    const context = await browser.newContext({ viewport: { width, height: 900 }, baseURL: product.url });
    try {
      const page = await context.newPage();
      const complaints = new Complaints().watch(page);
      const found: string[] = [];
      for (const [path, title] of [
        ['/runs', 'Not signed in'],
        ['/shared/ty_share_nobody-was-given-this', 'This link cannot be opened'],
      ] as const) {
        await page.goto(path);
        await page.getByRole('heading', { level: 1, name: title }).waitFor();
        found.push(...(await lookAt(page, path)));
      }
      expect(found).toEqual([]);
      expect(complaints.all).toEqual([]);
    } finally {
      await context.close();
    }
  });
});

describe('by keyboard alone', () => {
  it('what is typed before the palette is there is in it when it is', async () => {
    await using somebody = await visit(browser, product);
    const { page, complaints } = somebody;
    let fetched = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      fetched = resolve;
    });
    const asked = page.waitForRequest(/\/assets\/palette-[^/]+\.js$/);
    await page.route(/\/assets\/palette-[^/]+\.js$/, async (route) => {
      await held;
      await route.continue();
    });
    await page.goto('/runs');
    await page.getByRole('row', { name: /sorted worse/ }).waitFor();
    await page.keyboard.press('/');
    await asked;
    await page.keyboard.type('sorted wors');
    const field = page.getByRole('combobox', { name: 'Search or run a command' });
    expect(await field.count()).toBe(0);
    fetched();
    await until(() => field.inputValue(), 'what was typed').toBe('sorted wors');
    await until(() => field.evaluate((one: { matches(what: string): boolean }) => one.matches(':focus')), 'focus').toBe(
      true,
    );
    await page.keyboard.type('e');
    await page
      .getByRole('option', { name: /sorted worse/ })
      .first()
      .waitFor();
    expect(await field.inputValue()).toBe('sorted worse');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'sorted worse' }).waitFor();
    expect(complaints.all).toEqual([]);
  });

  it('palette, help and the skip link are a key away', async () => {
    await using somebody = await visit(browser, product);
    const { page, complaints } = somebody;
    await page.goto('/runs');
    await page.getByRole('row', { name: /sorted worse/ }).waitFor();
    await page.keyboard.press('/');
    const field = page.getByRole('combobox', { name: 'Search or run a command' });
    await field.fill('sorted worse');
    await page
      .getByRole('option', { name: /sorted worse/ })
      .first()
      .waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'sorted worse' }).waitFor();
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard' }).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });

    await page.goto('/datasets');
    await page.getByRole('heading', { level: 1, name: 'Data sets' }).waitFor();
    await page.evaluate('document.activeElement?.blur()');
    await page.keyboard.press('Tab');
    await until(() => page.evaluate('document.activeElement.textContent'), 'the first stop').toBe(
      'Skip to the content',
    );
    await page.keyboard.press('Enter');
    await until(() => page.evaluate('document.activeElement.id'), 'the content').toBe('content');
    expect(complaints.all).toEqual([]);
  });

  const actions: [path: string, role: 'button' | 'link' | 'checkbox' | 'tab' | 'textbox', name: string | RegExp][] = [
    ['/', 'link', /^endless/],
    ['/new', 'button', 'Line'],
    ['/new?trainer=line&step=configure', 'button', 'Launch with these settings'],
    ['/runs', 'checkbox', /^Select run 2, sorted$/],
    ['/runs/5', 'button', 'Pause'],
    ['/runs/2/results', 'button', 'Share'],
    ['/compare?ids=2,3', 'button', 'Move run 2 back'],
    ['/datasets', 'button', /^Import/],
    ['/prompts', 'button', 'New prompt'],
    ['/trainers', 'link', 'Line'],
    ['/workers', 'button', /^Drain/],
    ['/notices', 'button', 'Mark all as read'],
    ['/costs', 'button', 'Set a budget'],
    ['/settings', 'link', /^Language models/],
    ['/settings/access', 'textbox', 'Name of the new key'],
    ['/settings/language-models', 'button', 'Add a language model'],
  ];
  it('Tab reaches the main action of every page', async () => {
    await using somebody = await visit(browser, product);
    const { page, complaints } = somebody;
    for (const [path, role, name] of actions) {
      await page.goto(path);
      const action = main(page)
        .getByRole(role, { name, exact: typeof name === 'string' })
        .first();
      await action.waitFor();
      const isThere = (): Promise<boolean> =>
        action.evaluate(
          (element: { ownerDocument: { activeElement: unknown } }) => element.ownerDocument.activeElement === element,
        );
      let stops = 0;
      while (!(await isThere()) && stops < 150) {
        await page.keyboard.press('Tab');
        stops += 1;
      }
      expect(await isThere(), `${path}: ${String(name)} after ${stops} stops`).toBe(true);
    }
    expect(complaints.all).toEqual([]);
  });
});
