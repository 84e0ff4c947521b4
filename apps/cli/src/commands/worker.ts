import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Worker } from '@trainyard/contracts';
import { environmentWith } from '@trainyard/settings';
import { type Command, Option } from 'commander';
import { resourceText } from '../terminal/live-view.ts';
import { tableText } from '../terminal/table.ts';
import { agoText, bytesText } from '../terminal/words.ts';
import type { CommandContext } from './context.ts';
import { UsageError } from './error-words.ts';
import { jsonOption, withOptions } from './options.ts';
import type { Register } from './program.ts';
import { steerWorker } from './worker/steer.ts';

/** Apps never import each other: the worker is a process of its own, started here as the supervisor starts it. */
const workerProgram = fileURLToPath(new URL('../../../worker/src/main.ts', import.meta.url));

/** Runs a worker in the foreground; its signals and its exit code are passed through. */
async function runWorker(context: CommandContext, once_: string | undefined): Promise<number> {
  const { openDatabase } = await import('./db/open.ts');
  await using database = await openDatabase(context.settings, { alone: false });
  const child = spawn(process.execPath, [workerProgram, ...(once_ === undefined ? [] : ['--once', once_])], {
    stdio: 'inherit',
    env: environmentWith({ DATABASE_URL: database.url }),
    // A terminal's Ctrl-C reaches a whole group; the worker is told once, by us.
    detached: true,
  });
  const pass = (signal: NodeJS.Signals) => child.kill(signal);
  process.on('SIGINT', pass);
  process.on('SIGTERM', pass);
  try {
    const [code] = await once(child, 'exit');
    return typeof code === 'number' ? code : 1;
  } finally {
    process.off('SIGINT', pass);
    process.off('SIGTERM', pass);
  }
}

function loadText(worker: Worker): string {
  if (worker.sample === null) return '';
  const { cpu_percent, memory_bytes, memory_total_bytes, disk_free_bytes } = worker.sample;
  return [
    resourceText('cpu_percent', cpu_percent),
    `memory ${bytesText(memory_bytes)} of ${bytesText(memory_total_bytes)}`,
    `disk ${bytesText(disk_free_bytes)} free`,
  ].join(', ');
}

async function listWorkers(context: CommandContext, options: { json?: boolean }): Promise<void> {
  const client = await context.client();
  const page = await client.call('listWorkers');
  if (options.json === true) return context.json(page);
  if (page.items.length === 0)
    return context.terminal.out('No worker is there; runs wait.\nStart one: trainyard worker');
  const rows = page.items.map((worker) => [
    worker.name,
    worker.host,
    worker.status,
    `${worker.busy} of ${worker.slots}`,
    worker.runs.map((run) => String(run.number)).join(' '),
    loadText(worker),
    agoText(worker.last_beat_at, context.now()),
  ]);
  const table = tableText(
    [
      { title: 'worker', wrap: true },
      { title: 'host', wrap: true },
      { title: 'status' },
      { title: 'busy' },
      { title: 'runs', wrap: true },
      { title: 'host load', wrap: true },
      { title: 'last beat' },
    ],
    rows,
    context.look,
  );
  context.terminal.out(`${table}\n\nSee what they run: trainyard run list --status running`);
}

export function registerWorker(program: Command, register: Register): void {
  const worker = program
    .command('worker')
    .description('run a worker here, until Ctrl-C; it needs the home or DATABASE_URL of the installation')
    .addOption(new Option('--once <run>', 'carry this one run and end'));
  register(worker, (context, _, options: { once?: string }) => runWorker(context, options.once));

  const list = withOptions(
    worker.command('list').description('workers, what they run, and how busy their hosts are'),
    jsonOption(),
  );
  register(list, (context, _, options: { json?: boolean }) => listWorkers(context, options));

  const argument = ['<worker>', 'its name or id, see: trainyard worker list'] as const;
  const drain = withOptions(
    worker
      .command('drain')
      .description('let a worker finish what it carries and take nothing new')
      .argument(...argument),
    jsonOption(),
  );
  register(drain, (context, [name = ''], options: { json?: boolean }) =>
    steerWorker(context, name, { draining: true }, options),
  );

  const takeBack = withOptions(
    worker
      .command('take-back')
      .description('let a drained worker take runs again')
      .argument(...argument),
    jsonOption(),
  );
  register(takeBack, (context, [name = ''], options: { json?: boolean }) =>
    steerWorker(context, name, { draining: false }, options),
  );

  const slots = withOptions(
    worker
      .command('slots')
      .description('change how many runs a worker carries at once, until it ends')
      .argument(...argument)
      .argument('<n>', '0 to 64'),
    jsonOption(),
  );
  register(slots, (context, [name = '', count = ''], options: { json?: boolean }) => {
    if (!/^\d{1,2}$/.test(count) || Number(count) > 64) throw new UsageError(`Slots are 0 to 64 (got "${count}").`);
    return steerWorker(context, name, { slots: Number(count) }, options);
  });
}
