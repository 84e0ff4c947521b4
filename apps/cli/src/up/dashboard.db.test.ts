import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { buildDashboard } from './dashboard.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trainyard-build-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** What is told of a build by this program, and what comes of it. */
async function build(text: string, signal = new AbortController().signal) {
  const program = join(folder, 'build.mjs');
  await writeFile(program, text);
  const said: string[] = [];
  const result = await buildDashboard({ say: (message) => said.push(message), signal, home: folder, program });
  return { result, said };
}

it('the folder that the build prints last is the dashboard; what is there at once needs no words', async () => {
  expect(await build('console.log("a note"); console.log("/built/abc")')).toEqual({ result: '/built/abc', said: [] });
});

it('a build that takes time is told, with how long it took', async () => {
  const { result, said } = await build('setTimeout(() => console.log("/built/abc"), 1500)');
  expect(result).toBe('/built/abc');
  expect(said[0]).toBe('Building the dashboard.');
  expect(said[1]).toMatch(/^The dashboard is built \(\d+\.\d s\)\.$/);
});

it('a build that fails is told with its own words, and nothing else ends', async () => {
  const { result, said } = await build('console.error("page.tsx: unexpected token"); process.exit(1)');
  expect(result).toBeNull();
  expect(said.join('\n')).toMatch(/could not be built; everything else works[\s\S]*unexpected token/);
});

it('who ends the start ends the build', async () => {
  const ending = new AbortController();
  setTimeout(() => ending.abort(), 300);
  expect(await build('setInterval(() => {}, 1000)', ending.signal)).toEqual({ result: null, said: [] });
});
