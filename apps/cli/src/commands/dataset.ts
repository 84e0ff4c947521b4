import { openAsBlob } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join, relative, resolve, sep } from 'node:path';
import { datasetName } from '@trainyard/contracts';
import { type Command, Option } from 'commander';
import { datasetCard, datasetList } from '../terminal/dataset-card.ts';
import { bytesText, countText } from '../terminal/words.ts';
import { settingsFor } from './arguments.ts';
import type { CommandContext } from './context.ts';
import { UsageError } from './error-words.ts';
import { jsonOption, setOption, whole, withOptions } from './options.ts';
import { layered } from './overlay.ts';
import type { Register } from './program.ts';
import { launched } from './run/start.ts';

interface Json {
  json?: boolean;
}

interface Found {
  path: string;
  place: string;
  size: number;
}

/** All files below a folder, by name; nothing is left out but what has no content of its own (links to nowhere, sockets). */
async function filesBelow(root: string, skipped: string[]): Promise<Found[]> {
  const facts = await stat(root).catch(() => null);
  if (facts === null) throw new UsageError(`There is nothing at ${root}.`);
  if (facts.isFile()) return [{ path: basename(root), place: root, size: facts.size }];
  const found: Found[] = [];
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    if (entry.isDirectory()) continue;
    const place = join(entry.parentPath, entry.name);
    const path = relative(root, place).split(sep).join('/');
    const target = await stat(place).catch(() => null);
    if (target?.isFile() !== true) {
      skipped.push(path);
      continue;
    }
    found.push({ path, place, size: target.size });
  }
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** `CWRU bearing data.zip` → `cwru-bearing-data`. */
export function nameFor(path: string): string {
  const bare = basename(path).replace(/\.(csv|tsv|jsonl|ndjson|parquet|npy|npz|mat|wav|zip|json)$/i, '');
  const name = bare
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[^a-z0-9]+|-+$/g, '')
    .slice(0, 80);
  if (!datasetName.safeParse(name).success)
    throw new UsageError(`No name can be made of "${basename(path)}".`, 'Give one with --name.');
  return name;
}

interface AddOptions extends Json {
  name?: string;
  set: string[];
  follow: boolean;
}

async function addDataset(context: CommandContext, path: string, options: AddOptions): Promise<number> {
  const root = resolve(path);
  const name = options.name ?? nameFor(root);
  const valid = datasetName.safeParse(name);
  if (!valid.success)
    throw new UsageError(`"${name}" is no name for a data set: ${valid.error.issues[0]?.message ?? ''}.`);
  const skipped: string[] = [];
  const files = await filesBelow(root, skipped);
  for (const one of skipped) context.terminal.note(`Not sent, because it is no file: ${one}`);
  if (files.length === 0) throw new UsageError(`There are no files in ${root}.`);

  const client = await context.client();
  const total = files.reduce((sum, file) => sum + file.size, 0);
  const said = `${countText(files.length, 'file')}, ${bytesText(total)}`;
  const show = context.terminal.live && options.json !== true;
  if (options.json !== true && !show) context.terminal.out(`Sending ${said}`);
  let painted = 0;
  const run = await client.uploadDataset({
    name,
    config: layered(await settingsFor(client, 'dataset-import', options.set)),
    files: await Promise.all(files.map(async ({ path: at, place }) => ({ path: at, file: await openAsBlob(place) }))),
    signal: context.signal,
    onProgress(sent) {
      if (!show || (context.now() - painted < 100 && sent < total)) return;
      painted = context.now();
      context.terminal.raw(
        `\r\u001b[0KSending ${said}: ${Math.min(100, Math.round((sent / Math.max(1, total)) * 100))} %`,
      );
    },
  });
  if (show) context.terminal.raw('\r\u001b[0K');
  return launched(context, run, options);
}

async function listDatasets(
  context: CommandContext,
  options: Json & { limit?: number; search?: string },
): Promise<void> {
  const client = await context.client();
  const page = await client.call('listDatasets', {
    query: { limit: options.limit ?? 50, ...(options.search === undefined ? {} : { q: options.search }) },
  });
  if (options.json === true) return context.json(page);
  if (page.items.length === 0) {
    return context.terminal.out(
      'There are no data sets yet.\nAdd one: trainyard dataset add FOLDER; or make one: trainyard run start signal-lab --follow',
    );
  }
  context.terminal.out(
    `${datasetList(page.items, context.now(), context.look)}\n\nSee one: trainyard dataset show ${page.items[0]?.name ?? 'NAME'}`,
  );
}

async function showDataset(context: CommandContext, name: string, options: Json): Promise<void> {
  const client = await context.client();
  const dataset = await client.call('getDataset', { params: { name } });
  if (options.json === true) return context.json(dataset);
  const next =
    dataset.latest.kind === 'prompts'
      ? `Improve a prompt on it: trainyard run start prompt-optimizer --dataset ${name} --set prompt=PROMPT --follow`
      : `Train on it: trainyard run start signal-features --dataset ${name} --follow`;
  context.terminal.out(`${datasetCard(dataset, context.now(), context.look)}\n\n${next}`);
}

export function registerDataset(program: Command, register: Register): void {
  const dataset = program.command('dataset').description('add and see data sets');

  const add = withOptions(
    dataset
      .command('add')
      .description(
        'import a folder or a file: CSV, Parquet, NPY, NPZ, MAT, WAV; one file a signal or a table of recordings',
      )
      .argument('<path>', 'a folder or a file'),
    new Option('--name <name>', 'its name (default: that of the folder); a name that is there gets a new version'),
    setOption(),
    new Option('--no-follow', 'do not wait for the import'),
    jsonOption(),
  );
  register(add, (context, [path = ''], options: AddOptions) => addDataset(context, path, options));

  const list = withOptions(
    dataset.command('list').description('list data sets'),
    new Option('--search <words>', 'words in the name'),
    whole('--limit <n>', 'how many (default: 50)'),
    jsonOption(),
  );
  register(list, (context, _, options: Json & { limit?: number; search?: string }) => listDatasets(context, options));

  const show = withOptions(
    dataset
      .command('show')
      .description('classes, units, rates, lengths and notes')
      .argument('<name>', 'name or name@version'),
    jsonOption(),
  );
  register(show, (context, [name = ''], options: Json) => showDataset(context, name, options));
}
