import { existsSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { trainerCard, trainerList } from '../terminal/trainer-card.ts';
import type { CommandContext } from './context.ts';
import { jsonOption, withOptions } from './options.ts';
import type { Register } from './program.ts';
import { launched } from './run/start.ts';

interface Json {
  json?: boolean;
}

async function listTrainers(context: CommandContext, options: Json & { all?: boolean }): Promise<void> {
  const client = await context.client();
  const page = await client.call('listTrainers');
  if (options.json === true) return context.json(page);
  const shown = page.items.filter((item) => options.all === true || !item.manifest.hidden);
  context.terminal.out(
    `${trainerList(shown, context.look)}\n\nSee its parameters: trainyard trainer show ${shown[0]?.manifest.id ?? 'TRAINER'}`,
  );
}

async function showTrainer(context: CommandContext, trainer: string, options: Json): Promise<void> {
  const client = await context.client();
  const item = await client.call('getTrainer', { params: { trainer } });
  if (options.json === true) return context.json(item);
  const preset = item.presets.find((one) => one.recommended) ?? item.presets[0];
  const data = item.manifest.needs.dataset === null ? '' : ' --dataset NAME';
  const start = `trainyard run start ${trainer}${data}${preset === undefined ? '' : ` --preset ${preset.id}`} --follow`;
  context.terminal.out(`${trainerCard(item, context.look)}\n\nStart it: ${start}`);
}

async function installTrainer(
  context: CommandContext,
  trainer: string,
  options: Json & { follow: boolean },
): Promise<number> {
  const client = await context.client();
  const accepted = await client.call('installTrainer', { params: { trainer } });
  const run = await client.call('getRun', { params: { id: accepted.id } });
  return launched(context, run, options);
}

async function newTrainer(context: CommandContext, name: string, options: Json & { to?: string }): Promise<void> {
  const { scaffoldTrainer } = await import('@trainyard/conformance');
  const { settings } = context;
  const home = join(settings.home, 'trainers');
  const made = await scaffoldTrainer(name, resolve(options.to ?? join(home, name)));
  if (options.json === true) return context.json(made);
  const known = relative(home, made.folder) === made.id;
  context.terminal.out(
    [
      ...made.files.map((file) => `  ${join(made.folder, file)}`),
      '',
      known
        ? `Trainyard finds it there: trainyard run start ${made.id} --follow`
        : `Trainyard finds it once it lies at ${join(home, made.id)}.`,
      `Check it: trainyard trainer check ${known ? made.id : made.folder}`,
    ].join('\n'),
  );
}

async function check(context: CommandContext, folder: string, options: Json & { keep?: string }): Promise<number> {
  const { checkTrainer, reportText } = await import('@trainyard/conformance');
  const own = join(context.settings.home, 'trainers', folder);
  const report = await checkTrainer(existsSync(folder) || !existsSync(own) ? resolve(folder) : own, {
    settings: context.settings,
    signal: context.signal,
    onProgress: (message) => context.terminal.note(context.look.ink.dim(message)),
    ...(options.keep === undefined ? {} : { keepIn: resolve(options.keep) }),
  });
  if (options.json === true) context.json(report);
  else context.terminal.out(reportText(report));
  return report.passed ? 0 : 1;
}

export function registerTrainer(program: Command, register: Register): void {
  const trainer = program.command('trainer').description('see, install, make and check trainers');

  const list = withOptions(
    trainer.command('list').description('list trainers'),
    new Option('--all', 'those too that other commands start'),
    jsonOption(),
  );
  register(list, (context, _, options: Json & { all?: boolean }) => listTrainers(context, options));

  const show = withOptions(
    trainer
      .command('show')
      .description('its parameters with unit, range, default and meaning; presets; rules; typical time')
      .argument('<trainer>'),
    jsonOption(),
  );
  register(show, (context, [name = ''], options: Json) => showTrainer(context, name, options));

  const install = withOptions(
    trainer
      .command('install')
      .description('install its environment now instead of at its first run')
      .argument('<trainer>'),
    new Option('--no-follow', 'do not wait for the end'),
    jsonOption(),
  );
  register(install, (context, [name = ''], options: Json & { follow: boolean }) =>
    installTrainer(context, name, options),
  );

  const make = withOptions(
    trainer
      .command('new')
      .description('write a trainer that works, to begin your own from')
      .argument('<name>', 'lower-case words joined by "-"'),
    new Option('--to <folder>', 'where to (default: the trainers of the home, where it is found at once)'),
    jsonOption(),
  );
  register(make, (context, [name = ''], options: Json & { to?: string }) => newTrainer(context, name, options));

  const checking = withOptions(
    trainer
      .command('check')
      .description('run it tiny: left alone, paused, killed, stopped, cancelled; compare the results bit for bit')
      .argument('<folder>', 'the folder with its trainer.yaml, or the name of one of the home'),
    new Option('--keep <folder>', 'keep what the check wrote'),
    jsonOption(),
  );
  register(checking, (context, [folder = ''], options: Json & { keep?: string }) => check(context, folder, options));
}
