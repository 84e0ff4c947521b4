/**
 * `npm run screenshots`: every page of the dashboard in both modes, from the real product on its demo data, into
 * docs/guide/pictures. What is seen was measured by the runs on the pictures; nothing is made up for them.
 *   npm run screenshots -- --home FOLDER --url URL    of a product that runs already and has such runs, one of them going
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Client, createClient } from '@trainyard/api-client';
import type { Run } from '@trainyard/contracts';
import { eventually, signedIn, startBrowser, startProduct } from '@trainyard/testkit';
import type { Page } from 'playwright-core';

const folder = join(import.meta.dirname, '../docs/guide/pictures');
const screen = { width: 1280, height: 800 };
const runLimitMs = 900_000;

interface Work {
  first: Run;
  second: Run;
  live: Run;
}

async function ended(client: Client, run: Run): Promise<Run> {
  return eventually(
    `run ${run.number} to end`,
    async () => {
      const now = await client.call('getRun', { params: { id: run.id } });
      if (now.status === 'failed') throw new Error(`run ${run.number} failed: ${now.reason?.message}`);
      return now.status === 'completed' ? now : undefined;
    },
    runLimitMs,
  );
}

/** The demo data and three models of it: two to compare, one on the way. */
async function someWork(client: Client): Promise<Work> {
  await ended(
    client,
    await client.call('createRun', {
      body: { trainer: 'signal-lab', preset: 'demo', config: { name: 'demo' }, name: 'demo data' },
    }),
  );
  const model = (preset: string, name: string) =>
    client.call('createRun', { body: { trainer: 'signal-features', preset, config: {}, dataset: 'demo', name } });
  const first = await ended(client, await model('quick', 'first model'));
  const second = await ended(client, await model('fast', 'boosted features'));
  const reports = (await client.call('listTrainers')).items.find(
    ({ manifest }) => manifest.needs.runs !== null && manifest.produces.includes('report'),
  );
  if (reports !== undefined) {
    const config = { runs: [String(first.number)] };
    await ended(
      client,
      await client.call('createRun', { body: { trainer: reports.manifest.id, config, priority: 'high' } }),
    );
  }
  const live = await client.call('createRun', {
    body: {
      trainer: 'signal-cnn',
      preset: 'standard',
      config: {},
      dataset: 'demo',
      name: 'convolution over the signal',
    },
  });
  return { first, second, live };
}

/** The same of a product that has done such work. */
async function workDone(client: Client): Promise<Work> {
  const { items } = await client.call('listRuns', { query: { sort: 'number', limit: 200 } });
  const [first, second] = items.filter((run) => run.status === 'completed' && 'test/accuracy' in run.metrics);
  const live = items.find((run) => run.status === 'running');
  if (first === undefined || second === undefined || live === undefined)
    throw new Error('the pictures need two completed models and a run that is going');
  return { first, second, live };
}

async function picture(page: Page, name: string, mode: string, path: string): Promise<void> {
  await page.goto(path);
  await page.locator('main h1').waitFor();
  await page.waitForLoadState('load');
  // Skeletons give way to data, and charts draw when they come near the screen.
  await page
    .locator('[aria-busy="true"]')
    .first()
    .waitFor({ state: 'detached', timeout: 15_000 })
    .catch(() => undefined);
  await page.waitForTimeout(1500);
  await page.screenshot({ path: join(folder, `${name}-${mode}.png`) });
  console.log(`${name} (${mode})`);
}

const { values } = parseArgs({ options: { home: { type: 'string' }, url: { type: 'string' } } });
mkdirSync(folder, { recursive: true });
const own = values.home === undefined || values.url === undefined ? await startProduct() : null;
const url = own?.url ?? values.url ?? '';
const key = own?.key ?? readFileSync(join(values.home ?? '', 'keys/local.key'), 'utf8').trim();
const client = createClient({ url, key });
const browser = await startBrowser();
try {
  const { first, second, live } = await (own === null ? workDone(client) : someWork(client));
  await eventually(
    'some epochs of the live run',
    async () => ((await client.call('getRun', { params: { id: live.id } })).progress.epoch ?? 0) >= 4,
    runLimitMs,
  );
  const pages: Record<string, string> = {
    overview: '/',
    'new-run': '/new',
    'new-run-settings': '/new?trainer=signal-cnn&preset=standard&dataset=demo&step=configure',
    live: `/runs/${live.number}`,
    results: `/runs/${first.number}/results`,
    history: '/runs',
    compare: `/compare?ids=${first.number},${second.number}`,
    datasets: '/datasets',
    dataset: '/datasets/demo',
    trainers: '/trainers',
    trainer: '/trainers/signal-cnn',
    reports: '/reports',
    workers: '/workers',
    notices: '/notices',
    settings: '/settings',
  };
  for (const mode of ['light', 'dark'] as const) {
    const context = await signedIn(browser, { url, key }, { ...screen, mode });
    for (const [name, path] of Object.entries(pages)) {
      const page = await context.newPage();
      await picture(page, name, mode, path);
      await page.close();
    }
    await context.close();
  }
} finally {
  await browser.close();
  await own?.[Symbol.asyncDispose]();
}
