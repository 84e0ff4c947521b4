import { createClient } from '@trainyard/api-client';
import { signedIn, startBrowser } from '@trainyard/testkit';
import type { Browser, Page } from 'playwright-core';
import { type Figure, median, percentile, publish } from './report.ts';
import { addClock, coldTimes, frameGaps, paintedAt, timeOf } from './support/page-clock.ts';
import { seedBigRun, seedRuns } from './support/seed-runs.ts';
import { serverProcess } from './support/server-process.ts';

/** What a person waits for at the dashboard: real Chromium, a store with 10,000 runs and one long run. */
const runs = 10_000;
const points = 100_000;
const lines = 20_000;
const rounds = 5;

const builder = new URL('../apps/dashboard/build/', import.meta.url);
const { buildDashboard }: { buildDashboard(): Promise<string> } = await import(new URL('build.mjs', builder).href);
const { loadedSizes }: { loadedSizes(folder: string): Record<'script' | 'style' | 'charts', number> } = await import(
  new URL('budget.mjs', builder).href
);
const dashboard = await buildDashboard();
const server = await serverProcess({ TRAINYARD_DASHBOARD: dashboard });
const client = createClient({ url: server.url, key: server.key });
const browser = await startBrowser();
const figures: Figure[] = [];
const raw: Record<string, unknown> = {};

function say(what: string, value: number, unit: string, most: number | null, all?: unknown): void {
  figures.push({ what, value, unit, limit: most === null ? null : { at: 'most', value: most } });
  if (all !== undefined) raw[what] = all;
  console.log(`${what}: ${Math.round(value * 10) / 10} ${unit}`);
}

async function open(path: string, from: Browser = browser): Promise<Page> {
  const context = await signedIn(from, server);
  const page = await context.newPage();
  await addClock(page);
  await page.goto(path, { waitUntil: 'commit' });
  return page;
}

const close = async (page: Page): Promise<void> => page.context().close();
const rowsAre = (count: string) => `document.querySelectorAll('main tbody tr').length ${count}`;

function sizes(): void {
  const { script, style, charts } = loadedSizes(dashboard);
  say('entry script, compressed', script, 'kB', 165);
  say('entry style, compressed', style, 'kB', 30);
  say('charts, loaded when first needed, compressed', charts, 'kB', 210);
}

/** A fresh window each time: nothing is in any cache. */
async function cold(): Promise<void> {
  const times: { paint: number; content: number; idle: number }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const page = await open('/runs');
    times.push(await coldTimes(page, rowsAre('> 10')));
    await close(page);
  }
  const middle = (key: 'paint' | 'content' | 'idle') => median(times.map((time) => time[key]));
  say('cold: first paint', middle('paint'), 'ms', 1200, times);
  say('cold: runs on the screen', middle('content'), 'ms', 2200);
  say('cold: nothing left to compute', middle('idle'), 'ms', 2700);
}

async function history(): Promise<void> {
  const page = await open('/runs?per=200');
  await paintedAt(page, rowsAre('> 10'));
  await page.waitForTimeout(1000);
  const first = `document.querySelector('main tbody tr:not([aria-hidden]) a')?.textContent`;
  const heading = `[...document.querySelectorAll('main thead button')].find((b) => b.textContent.trim() === 'Run')`;
  const sorts: number[] = [];
  const selects: number[] = [];
  for (let round = 0; round < rounds * 2; round += 1) {
    sorts.push(await timeOf(page, `const was = ${first}; ${heading}.click()`, `${first} !== was`));
    await page.waitForTimeout(300);
  }
  const box = `document.querySelectorAll('main tbody input[type=checkbox]')[2]`;
  for (let round = 0; round < rounds * 2; round += 1) {
    const done = `${box}.checked !== was && (document.body.textContent.includes('1 selected')) === ${box}.checked`;
    selects.push(await timeOf(page, `const was = ${box}.checked; ${box}.click()`, done));
    await page.waitForTimeout(100);
  }
  await page.mouse.move(700, 500);
  const gaps = frameGaps(page, 3000);
  for (let i = 0; i < 60; i += 1) await page.mouse.wheel(0, i < 30 ? 180 : -180);
  const scrolled = await gaps;
  say('200 of 10,000 runs: sort', percentile(sorts, 0.95), 'ms p95', 350, sorts);
  say('200 of 10,000 runs: select', percentile(selects, 0.95), 'ms p95', 150, selects);
  say('200 of 10,000 runs: frame while scrolling', percentile(scrolled, 0.95), 'ms p95', 40, scrolled);
  await close(page);
}

/** Any colour on the largest canvas: the chart has been drawn. */
const chartDrawn = `(() => {
  const all = [...document.querySelectorAll('main canvas')].sort((a, b) => b.width * b.height - a.width * a.height);
  const c = all[0];
  if (!c || c.width < 300) return false;
  const d = c.getContext('2d').getImageData(0, Math.floor(c.height / 4), c.width, Math.floor(c.height / 2)).data;
  let n = 0;
  for (let i = 3; i < d.length; i += 16) if (d[i] !== 0) n += 1;
  return n > 200;
})()`;

async function curves(run: number): Promise<void> {
  const paints: number[] = [];
  let page = await open('/runs');
  for (let round = 0; round < rounds; round += 1) {
    await paintedAt(page, rowsAre('> 0'));
    await page.waitForTimeout(500);
    // From the table to the run, as a person goes; the table shows the newest run first.
    const link = `document.querySelector('main tbody a[href$="/runs/${run}"]')`;
    paints.push(await timeOf(page, `${link}.click()`, chartDrawn));
    if (round < rounds - 1) {
      await close(page);
      page = await open('/runs');
    }
  }
  say('2 x 100,000 points: from the click to the curves', percentile(paints, 0.95), 'ms p95', 600, paints);

  await page.waitForTimeout(1000);
  const tools = page.getByRole('region', { name: 'Learning curves', exact: true });
  const canvas = tools.locator('canvas').first();
  const place = await canvas.boundingBox();
  if (place === null) throw new Error('the curves have no place on the page');
  await page.mouse.move(place.x + place.width / 2, place.y + place.height / 2);
  const zooms: number[] = [];
  for (let i = 0; i < 20; i += 1) {
    const frames = frameGaps(page, 120);
    await page.mouse.wheel(0, i < 10 ? -120 : 120);
    zooms.push(Math.max(...(await frames)));
    await page.waitForTimeout(80);
  }
  say('2 x 100,000 points: longest frame of a zoom', percentile(zooms, 0.95), 'ms p95', 60, zooms);

  await tools.getByRole('button', { name: 'Save' }).click();
  const png = page.getByRole('menuitem', { name: /PNG/ });
  const saved = page.waitForEvent('download');
  const began = performance.now();
  await png.click();
  await saved;
  say('chart as PNG, from the click to the file', performance.now() - began, 'ms', 400);
  await close(page);
}

/** 2,000 lines a second for ten seconds, while the end of the log is followed. */
async function log(): Promise<void> {
  const { id, number } = await client.call('createRun', { body: { executor: 'external', name: 'loud run' } });
  await client.call('intakeLogs', { params: { id }, body: { lines: [{ text: 'begins' }] } });
  const page = await open(`/runs/${number}`);
  await paintedAt(page, `document.body?.textContent.includes('begins')`);
  await page.locator('#log').scrollIntoViewIfNeeded();
  await page.waitForTimeout(1500);
  const gaps = frameGaps(page, 10_000);
  let sent = 1;
  const until = performance.now() + 10_000;
  while (performance.now() < until) {
    const batch = Array.from({ length: 200 }, (_, i) => ({ text: `line ${sent + i} of a loud program, loss=0.0530` }));
    sent += batch.length;
    await client.call('intakeLogs', { params: { id }, body: { lines: batch } });
    await new Promise((resolve) =>
      setTimeout(resolve, Math.max(0, 100 * (sent / 200) - (10_000 - (until - performance.now())))),
    );
  }
  const frames = await gaps;
  say('log at 2,000 lines/s: frame', percentile(frames, 0.95), 'ms p95', 33, frames);
  say('log: lines sent in ten seconds', sent, 'lines', null);
  await paintedAt(page, `document.body?.textContent.includes('line ${sent - 1} of')`);
  await close(page);
}

/** From the moment that the program stamped on a point until its value stood on the screen and was painted. */
async function pointToPaint(): Promise<void> {
  const { id, number } = await client.call('createRun', { body: { executor: 'external', name: 'watched run' } });
  const send = (value: number) =>
    client.call('intakeMetrics', { params: { id }, body: { points: [{ key: 'train/loss', step: value, value }] } });
  await send(1000);
  const page = await open(`/runs/${number}`);
  await paintedAt(
    page,
    `document.querySelector('section[aria-label="Metrics"]')?.textContent.includes('1000') === true`,
  );
  await page.waitForTimeout(1500);
  const delays: number[] = [];
  for (let value = 1001; value <= 1060; value += 1) {
    const shown = page.evaluate(
      `clock.painted(() => document.querySelector('section[aria-label="Metrics"]').textContent.includes('${value}')).then(() => Date.now())`,
    );
    const began = Date.now();
    await send(value);
    delays.push(Number(await shown) - began);
    await page.waitForTimeout(50 + (value % 7) * 40);
  }
  say('a point logged is painted', percentile(delays, 0.95), 'ms p95', 500, delays);
  await close(page);
}

try {
  await seedRuns(server.database.store, runs - 1);
  const big = await seedBigRun(client, { points, lines });
  sizes();
  await cold();
  await history();
  await curves(big.number);
  await log();
  await pointToPaint();
  publish('ui', figures, raw);
} finally {
  await browser.close();
  await server.end();
}
