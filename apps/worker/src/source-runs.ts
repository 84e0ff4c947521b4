import { constants } from 'node:fs';
import { copyFile, mkdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Run, relativePath, type Section, type Task, TrainyardError } from '@trainyard/contracts';
import { headlineOf } from '@trainyard/domain';
import {
  artifactRowOf,
  bestEarlierRun,
  getCircumstances,
  getFrozenRun,
  getRun,
  listArtifacts,
  listAttempts,
  listSections,
  listSeries,
  readWindow,
  type Store,
} from '@trainyard/store';
import type { Context } from './context.ts';

/** A chart needs no more; a spike stays visible in the `low` and `high` of its bucket. */
const pointsPerSeries = 2000;
/** Over all series of one run, so that a run with hundreds of them gives no larger file. */
const pointsPerRun = 100_000;
const seriesPerRun = 500;
/** Of the files that sections name: small signals and arrays, not models. */
const bytesPerFile = 16 * 1024 * 1024;
const bytesPerRun = 64 * 1024 * 1024;

/** Every `file` that a section names, wherever its data has it. */
export function filesNamedBy(sections: readonly Section[]): string[] {
  const names = new Set<string>();
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) for (const item of value) visit(item);
    else if (typeof value === 'object' && value !== null) {
      for (const [key, item] of Object.entries(value)) {
        if (key === 'file' && relativePath.safeParse(item).success) names.add(String(item));
        else visit(item);
      }
    }
  };
  for (const section of sections) visit(section.data);
  return [...names];
}

async function historyOf(store: Store, run: { id: string; number: number }) {
  const all = await listSeries(store, run.id);
  const shown = all.slice(0, seriesPerRun);
  const buckets = Math.max(50, Math.min(pointsPerSeries, Math.floor(pointsPerRun / Math.max(1, shown.length))));
  const series = [];
  for (const { key } of shown) series.push(await readWindow(store, run, key, { buckets }));
  return { v: 1, series, left_out: all.length - shown.length };
}

/** The best run before it on the same data, by the figure that it is judged by; null where there is none. */
async function bestBefore(store: Store, run: Run, sections: readonly Section[]) {
  const headline = headlineOf(sections);
  if (headline === null || headline.better === 'none' || run.dataset === null) return null;
  const { name: key, better } = headline;
  return bestEarlierRun(store, { number: run.number, datasetDigest: run.dataset.digest, key, better });
}

/** Copies, not links: the trainer may do with them what it likes. What is no longer there is left out. */
async function copyNamed(
  context: Pick<Context, 'files'>,
  run: { id: string },
  names: readonly string[],
  into: string,
): Promise<void> {
  let left = bytesPerRun;
  for (const name of names) {
    const from = await context.files.artifactPath(run.id, name);
    const stats = await stat(from).catch(() => null);
    if (stats === null || !stats.isFile() || stats.size > bytesPerFile || stats.size > left) continue;
    left -= stats.size;
    const to = join(into, name);
    await mkdir(dirname(to), { recursive: true });
    await copyFile(from, to, constants.COPYFILE_FICLONE);
  }
}

async function writeSourceRun(
  context: Pick<Context, 'store' | 'files'>,
  id: string,
  folder: string,
): Promise<Task['runs'][number]> {
  const { store } = context;
  const run = await getRun(store, id);
  const sections = await listSections(store, run.id);
  const artifacts = (await listArtifacts(store, run.id)).map(artifactRowOf);
  await mkdir(folder, { recursive: true });
  const write = (name: string, value: unknown): Promise<void> => writeFile(join(folder, name), JSON.stringify(value));
  await write('run.json', run);
  await write('config.json', await getFrozenRun(store, run.id));
  await write('sections.json', sections);
  await write('history.json', await historyOf(store, run));
  await write('best-earlier.json', await bestBefore(store, run, sections));
  await write('attempts.json', await listAttempts(store, run.id));
  await write('circumstances.json', await getCircumstances(store, run.id));
  await write('files.json', artifacts);
  const kept = new Set(artifacts.map(({ path }) => path));
  const named = filesNamedBy(sections).filter((name) => kept.has(name));
  await copyNamed(context, run, named, join(folder, 'files'));
  return { id: run.id, number: run.number, name: run.name, folder };
}

/** The earlier runs that a run reads, each as a folder of files: its trainer needs neither network nor key for them. */
export async function writeSourceRuns(
  context: Pick<Context, 'store' | 'files'>,
  ids: readonly string[],
  folder: string,
): Promise<Task['runs']> {
  const runs: Task['runs'] = [];
  for (const [index, id] of ids.entries()) {
    runs.push(await writeSourceRun(context, id, join(folder, String(index + 1))));
  }
  return runs;
}

export function isRunMissing(error: unknown): boolean {
  return error instanceof TrainyardError && error.code === 'run-not-found';
}
