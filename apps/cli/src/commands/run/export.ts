import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Client } from '@trainyard/api-client';
import { type Run, relativePath } from '@trainyard/contracts';
import { tableText } from '../../terminal/table.ts';
import { bytesText } from '../../terminal/words.ts';
import type { CommandContext } from '../context.ts';

interface Wanted {
  /** Below the run's address. */
  from: string;
  /** Below the folder. */
  to: string;
  kind: string;
  sha256: string | null;
}

interface Written {
  path: string;
  kind: string;
  size: number;
}

function encoded(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

async function wantedOf(client: Client, run: Run): Promise<Wanted[]> {
  const { items } = await client.call('listFiles', { params: { id: run.id } });
  const record: Wanted[] = [
    { from: 'history.json', to: 'history.json', kind: 'history', sha256: null },
    { from: 'logs.txt', to: 'logs.txt', kind: 'log', sha256: null },
  ];
  if (run.executor === 'worker')
    record.unshift({ from: 'config.yaml', to: 'config.yaml', kind: 'config', sha256: null });
  const files = items
    // A data set is a folder of its own, taken by its name.
    .filter((file) => file.kind !== 'dataset')
    .map((file) => ({
      from: `files/${encoded(file.path)}`,
      to: join('files', relativePath.parse(file.path)),
      kind: file.kind,
      sha256: file.sha256,
    }));
  return [...record, ...files];
}

/** Written beside its place, checked, then moved there: a broken download leaves no file that looks whole. */
async function fetchOne(
  context: CommandContext,
  client: Client,
  run: Run,
  wanted: Wanted,
  folder: string,
): Promise<Written> {
  const place = join(folder, wanted.to);
  await mkdir(dirname(place), { recursive: true });
  const response = await client.download(`/api/v1/runs/${run.id}/${wanted.from}`, { signal: context.signal });
  const hash = createHash('sha256');
  let size = 0;
  const count = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      size += chunk.length;
      done(null, chunk);
    },
  });
  const body = response.body === null ? Readable.from([]) : Readable.fromWeb(response.body);
  await pipeline(body, count, createWriteStream(`${place}.part`));
  const digest = hash.digest('hex');
  if (wanted.sha256 !== null && digest !== wanted.sha256) {
    throw new Error(
      `${wanted.to} arrived broken: sha256 ${wanted.sha256} was expected, ${digest} came. It was kept as ${place}.part`,
    );
  }
  await rename(`${place}.part`, place);
  return { path: wanted.to, kind: wanted.kind, size };
}

/** Model, ONNX, predictions and all other files, with configuration, history and log, in one folder. */
export async function exportRun(
  context: CommandContext,
  id: string,
  options: { to?: string; json?: boolean },
): Promise<void> {
  const client = await context.client();
  const run = await client.call('getRun', { params: { id } });
  const folder = resolve(options.to ?? `run-${run.number}`);
  const written: Written[] = [];
  for (const wanted of await wantedOf(client, run)) written.push(await fetchOne(context, client, run, wanted, folder));
  if (options.json === true) return context.json({ id: run.id, number: run.number, folder, files: written });
  const table = tableText(
    [{ title: 'file', wrap: true }, { title: 'kind' }, { title: 'size', right: true }],
    written.map((file) => [file.path, file.kind, bytesText(file.size)]),
    context.look,
  );
  const again =
    run.executor === 'worker'
      ? `\nStart it again from its record: trainyard run start --config ${join(folder, 'config.yaml')}`
      : '';
  context.terminal.out(`${table}\n\nWritten to ${folder}${again}`);
}
