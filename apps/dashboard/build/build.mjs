// Builds the dashboard, once for each state of its sources, and prints the folder it is in.
//   node apps/dashboard/build/build.mjs [--into FOLDER]
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { compressFolder } from './compress-folder.mjs';
import { sourceHash } from './source-hash.mjs';

const app = fileURLToPath(new URL('../', import.meta.url));
/** A server that still runs loads its pages from the folder it was started with. */
const keptBuilds = 4;

function isBuilt(folder) {
  return statSync(path.join(folder, 'index.html'), { throwIfNoEntry: false }) !== undefined;
}

/** The folder of this state of the sources; built when it is not there. */
export async function buildDashboard({ into = path.join(app, 'dist') } = {}) {
  const folder = path.join(into, sourceHash());
  if (!isBuilt(folder)) {
    mkdirSync(into, { recursive: true });
    const temporary = mkdtempSync(path.join(into, '.building-'));
    try {
      await bundle(temporary);
      await compressFolder(temporary);
      putInPlace(temporary, folder);
    } finally {
      rmSync(temporary, { recursive: true, force: true });
    }
  }
  const now = new Date();
  utimesSync(folder, now, now);
  removeOlder(into);
  return folder;
}

async function bundle(outDir) {
  // What is built is the same whoever starts it: under a test's NODE_ENV, React's slow development build would come out.
  process.env.NODE_ENV = 'production';
  // Loaded only when something is built: a start with a finished folder must not wait for it.
  const { build } = await import('vite');
  const { viteConfig } = await import('./vite-config.mjs');
  await build(viteConfig(app, outDir));
}

/** Another process may have built the same meanwhile; either result is good. */
function putInPlace(temporary, folder) {
  try {
    renameSync(temporary, folder);
  } catch (error) {
    if (!isBuilt(folder)) throw error;
  }
}

function removeOlder(into) {
  const anHourAgo = Date.now() - 3_600_000;
  const builds = readdirSync(into, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => ({ name: entry.name, usedAt: statSync(path.join(into, entry.name)).mtimeMs }))
    .sort((a, b) => b.usedAt - a.usedAt);
  const whole = builds.filter(({ name }) => !name.startsWith('.'));
  const abandoned = builds.filter(({ name, usedAt }) => name.startsWith('.building-') && usedAt < anHourAgo);
  for (const { name } of [...whole.slice(keptBuilds), ...abandoned]) {
    rmSync(path.join(into, name), { recursive: true, force: true });
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const at = process.argv.indexOf('--into');
  const into = at === -1 ? undefined : process.argv[at + 1];
  process.stdout.write(`${await buildDashboard(into === undefined ? {} : { into: path.resolve(into) })}\n`);
}
