import type { RunAction } from '@trainyard/contracts';
import { type Command, Option } from 'commander';
import { gather } from './arguments.ts';
import type { CommandContext } from './context.ts';
import {
  configOption,
  followOption,
  jsonOption,
  priorityOption,
  setOption,
  timeLimitOption,
  whole,
  withOptions,
} from './options.ts';
import type { Register } from './program.ts';
import { actOnRuns } from './run/act.ts';
import { compareRuns } from './run/compare.ts';
import { type DeleteOptions, deleteRuns } from './run/delete.ts';
import { exportRun } from './run/export.ts';
import { followRun } from './run/follow.ts';
import { type LogOptions, showLogs } from './run/logs.ts';
import { type ContinueOptions, continueRun, reproduceRun, showReproduction } from './run/repeat.ts';
import { type ListOptions, listRuns, type ShowOptions, showRun } from './run/show.ts';
import { type StartOptions, startRun } from './run/start.ts';

const runArgument = ['<run>', "a run's number or id"] as const;

const actions: readonly { action: RunAction; description: string }[] = [
  { action: 'pause', description: 'pause after the current epoch or stage; it frees its slot' },
  { action: 'resume', description: 'queue a paused run again; it goes on from its newest checkpoint' },
  { action: 'stop', description: 'end early: save a checkpoint, evaluate what there is, keep results' },
  { action: 'cancel', description: 'end now and drop its files; the record is kept' },
  { action: 'checkpoint', description: 'save a checkpoint now' },
];

function registerStart(run: Command, register: Register): void {
  const start = run
    .command('start')
    .description('start a run of a trainer, or several as one experiment')
    .argument('[trainer]', 'see: trainyard trainer list');
  withOptions(
    start,
    new Option('--dataset <name>', 'data set: name or name@version'),
    new Option('--preset <id>', 'settings to begin from, see: trainyard trainer show TRAINER'),
    setOption(),
    configOption(),
    whole('--seed <n>', 'seed of every random choice'),
    whole('--threads <n>', 'threads of the trainer; part of the record, since another count gives other numbers'),
    whole('--gpus <n>', 'GPU devices'),
    new Option('--name <name>', 'name of the run'),
    new Option('--notes <text>', 'notes for people'),
    new Option('--tag <key=value>', 'a tag, repeatable').argParser(gather).default([], 'none'),
    priorityOption(),
    timeLimitOption(),
    new Option('--experiment <name>', 'the experiment it belongs to: name, number or id'),
    new Option('--batch <file>', 'YAML with "runs:", a list of launches: one experiment of several runs'),
    new Option('--sequential', 'with --batch: one after the other'),
    followOption(),
    jsonOption(),
  );
  register(start, (context, [trainer], options: StartOptions) => startRun(context, trainer, options));
}

function registerWatching(run: Command, register: Register): void {
  const list = withOptions(
    run.command('list').description('list runs, the newest first'),
    new Option('--status <status>', 'only runs in this status'),
    new Option('--trainer <trainer>', 'only runs of this trainer'),
    new Option('--dataset <name>', 'only runs on this data set'),
    new Option('--search <words>', 'words in name, notes and tags'),
    new Option('--filter <terms>', 'field:value terms, joined by commas'),
    new Option('--sort <field>', 'a field, metric:<key> or parameter:<key>; "-" in front for the largest first'),
    new Option('--columns <columns>', 'further columns, joined by commas: metric.<key>, parameter.<key>, tag.<key>'),
    whole('--limit <n>', 'how many (default: 20)'),
    new Option('--cursor <cursor>', 'next_cursor of the page before'),
    jsonOption(),
  );
  register(list, (context, _, options: ListOptions) => listRuns(context, options));

  const show = withOptions(
    run
      .command('show')
      .description('show one run: status, progress, metrics, results, files')
      .argument(...runArgument),
    new Option('--details', 'everything: with --json also sections, checkpoints, files and attempts'),
    jsonOption(),
  );
  register(show, (context, [id = ''], options: ShowOptions) => showRun(context, id, options));

  const watch = withOptions(
    run
      .command('watch')
      .description('draw the progress of a run until it ends; Ctrl-C leaves it going')
      .argument(...runArgument),
    jsonOption(),
  );
  register(watch, async (context, [id = ''], options: { json?: boolean }) => {
    const client = await context.client();
    const found = await client.call('getRun', { params: { id } });
    const followed = await followRun(options.json === true ? context.quiet() : context, found);
    if (options.json === true) context.json(followed.run);
    return followed.exitCode;
  });

  const logs = withOptions(
    run
      .command('logs')
      .description('print the log of a run')
      .argument(...runArgument),
    new Option('-f, --follow', 'print new lines as they come, until the run ends'),
    whole('--tail <n>', 'only the last lines'),
    new Option('--grep <text>', 'only lines with this text'),
    new Option('--json', 'one JSON object a line'),
  );
  register(logs, (context, [id = ''], options: LogOptions) => showLogs(context, id, options));
}

function registerActions(run: Command, register: Register): void {
  for (const { action, description } of actions) {
    const command = withOptions(
      run.command(action).description(description).argument('<runs...>', 'numbers or ids'),
      jsonOption(),
    );
    register(command, (context: CommandContext, ids, options: { json?: boolean }) =>
      actOnRuns(context, action, ids, options),
    );
  }
}

function registerDelete(run: Command, register: Register): void {
  const remove = withOptions(
    run
      .command('delete')
      .description('delete runs that have ended; they can be restored for a while, then their files go')
      .argument('<runs...>', 'numbers or ids'),
    new Option('--restore', 'take the deletion back'),
    jsonOption(),
  );
  register(remove, (context, ids, options: DeleteOptions) => deleteRuns(context, ids, options));
}

function registerAfterwards(run: Command, register: Register): void {
  const again = withOptions(
    run
      .command('continue')
      .description(
        'a new run that goes on from a checkpoint of an ended one, with changed settings where the trainer allows',
      )
      .argument(...runArgument),
    new Option('--from <checkpoint>', 'best, last, or the name of a checkpoint').default('last'),
    setOption(),
    configOption(),
    new Option('--name <name>', 'name of the new run'),
    priorityOption(),
    timeLimitOption(),
    followOption(),
    jsonOption(),
  );
  register(again, (context, [id = ''], options: ContinueOptions) => continueRun(context, id, options));

  const reproduce = withOptions(
    run
      .command('reproduce')
      .description('repeat a run from its record')
      .argument(...runArgument),
    new Option('-f, --follow', 'wait for the repeat and say number by number whether it matches'),
    jsonOption(),
  );
  register(reproduce, (context, [id = ''], options: { follow?: boolean; json?: boolean }) =>
    reproduceRun(context, id, options),
  );

  const reproduction = withOptions(
    run.command('reproduction').description('whether a repeat matches its original').argument('<run>', 'the repeat'),
    jsonOption(),
  );
  register(reproduction, (context, [id = ''], options: { json?: boolean }) => showReproduction(context, id, options));

  const compare = withOptions(
    run
      .command('compare')
      .description('what differs between runs: settings, data, code, and their metrics side by side')
      .argument('<runs...>', 'two or more numbers or ids'),
    jsonOption(),
  );
  register(compare, (context, ids, options: { json?: boolean }) => compareRuns(context, ids, options));

  const take = withOptions(
    run
      .command('export')
      .description('take its files: model, ONNX, predictions, configuration, history, log')
      .argument(...runArgument),
    new Option('--to <folder>', 'where to (default: run-NUMBER here)'),
    jsonOption(),
  );
  register(take, (context, [id = ''], options: { to?: string; json?: boolean }) => exportRun(context, id, options));
}

export function registerRun(program: Command, register: Register): void {
  const run = program.command('run').description('start, watch, steer, repeat and compare runs');
  registerStart(run, register);
  registerWatching(run, register);
  registerActions(run, register);
  registerAfterwards(run, register);
  registerDelete(run, register);
}
