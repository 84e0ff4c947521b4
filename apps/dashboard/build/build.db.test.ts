import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, expect, test } from 'vitest';
import { budgets, loadedSizes } from './budget.mjs';
import { sourceHash } from './source-hash.mjs';

const run = promisify(execFile);
const builder = fileURLToPath(new URL('./build.mjs', import.meta.url));
const repository = fileURLToPath(new URL('../../../', import.meta.url));

async function build(): Promise<string> {
  const { stdout } = await run(process.execPath, [builder]);
  return stdout.trim();
}

let folder: string;
beforeAll(async () => {
  folder = await build();
});

test('what is loaded first stays within its budget', () => {
  const sizes = loadedSizes(folder);
  expect(sizes.script).toBeGreaterThan(50);
  expect(sizes.script).toBeLessThanOrEqual(budgets.script);
  expect(sizes.style).toBeLessThanOrEqual(budgets.style);
  expect(sizes.charts).toBeGreaterThan(50);
  expect(sizes.charts).toBeLessThanOrEqual(budgets.charts);
});

test('neither the schema library nor the chart library is loaded first', async () => {
  const scripts = loadedSizes(folder).files.filter((file) => file.endsWith('.js'));
  const text = (await Promise.all(scripts.map((file) => readFile(path.join(folder, file), 'utf8')))).join('');
  expect(text).not.toMatch(/invalid_type|ZodError|zrender/);
});

test('the page holds no script of its own, which its policy would refuse', async () => {
  const html = await readFile(path.join(folder, 'index.html'), 'utf8');
  const scripts = [...html.matchAll(/<script([^>]*)>([^<]*)<\/script>/g)];
  expect(scripts.length).toBeGreaterThan(0);
  for (const [, attributes, content] of scripts) {
    expect(attributes).toContain('src="/');
    expect(content).toBe('');
  }
  expect(html).not.toMatch(/\son\w+=|javascript:/);
});

test('scripts and styles lie there compressed, and all but the fixed names carry their hash', async () => {
  const assets = await readdir(path.join(folder, 'assets'));
  for (const name of assets) expect(name).toMatch(/-[\w-]{8}\.\w+(\.gz)?$/);
  const large = assets.filter((name) => /^index-.*\.(js|css)$/.test(name));
  expect(large.length).toBeGreaterThan(0);
  for (const name of large) expect(assets).toContain(`${name}.gz`);
});

test('a second build finds the first', async () => {
  const startedAt = performance.now();
  expect(await build()).toBe(folder);
  expect(performance.now() - startedAt).toBeLessThan(2_000);
});

test('a build is named by its sources: a changed line gives another name, a changed test does not', async () => {
  const copy = await mkdtemp(path.join(tmpdir(), 'trainyard-sources-'));
  try {
    await cp(path.join(repository, 'apps/dashboard/src'), path.join(copy, 'apps/dashboard/src'), { recursive: true });
    const before = sourceHash(copy);
    await writeFile(path.join(copy, 'apps/dashboard/src/new.test.ts'), 'export {};');
    expect(sourceHash(copy)).toBe(before);
    await writeFile(path.join(copy, 'apps/dashboard/src/new.ts'), 'export {};');
    expect(sourceHash(copy)).not.toBe(before);
    expect(existsSync(path.join(copy, 'packages'))).toBe(false);
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
});
