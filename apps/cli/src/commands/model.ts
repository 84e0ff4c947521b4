import { openAsBlob } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { classificationCard } from '../terminal/classification-card.ts';
import { modelCard, modelList } from '../terminal/model-card.ts';
import type { CommandContext } from './context.ts';
import { UsageError } from './error-words.ts';
import { jsonOption, whole, withOptions } from './options.ts';
import type { Register } from './program.ts';

interface Json {
  json?: boolean;
}

async function listModels(context: CommandContext, options: Json & { limit?: number; search?: string }): Promise<void> {
  const client = await context.client();
  const page = await client.call('listModels', {
    query: { limit: options.limit ?? 50, ...(options.search === undefined ? {} : { q: options.search }) },
  });
  if (options.json === true) return context.json(page);
  if (page.items.length === 0) {
    return context.terminal.out('There are no models yet.\nRegister one: trainyard model register RUN --name NAME');
  }
  context.terminal.out(
    `${modelList(page.items, context.now(), context.look)}\n\nSee one: trainyard model show ${page.items[0]?.name ?? 'NAME'}`,
  );
}

async function showModel(context: CommandContext, ref: string, options: Json): Promise<void> {
  const client = await context.client();
  const model = await client.call('getModel', { params: { ref } });
  if (options.json === true) return context.json(model);
  context.terminal.out(modelCard(model, context.now(), context.look));
}

async function registerRun(
  context: CommandContext,
  run: string,
  options: Json & { name: string; note?: string },
): Promise<void> {
  const client = await context.client();
  const version = await client.call('registerModel', {
    params: { name: options.name },
    body: { run, ...(options.note === undefined ? {} : { note: options.note }) },
  });
  if (options.json === true) return context.json(version);
  context.terminal.out(
    `Run ${version.run.number} is ${version.name}@${version.version}.\nPoint an alias at it: trainyard model alias ${version.name} champion ${version.version}`,
  );
}

/** `@2` and `2`. */
function versionNumber(text: string): number {
  const number = /^@?([1-9]\d{0,8})$/.exec(text)?.[1];
  if (number === undefined) throw new UsageError(`"${text}" is no version.`, 'Versions are numbers: 1, 2, 3.');
  return Number(number);
}

async function moveAlias(
  context: CommandContext,
  [name = '', alias = '', version]: readonly string[],
  options: Json & { remove?: boolean },
): Promise<void> {
  const client = await context.client();
  if (options.remove === true) {
    await client.call('removeModelAlias', { params: { name, alias } });
    if (options.json === true) return context.json({ name, alias, version: null });
    return context.terminal.out(`${name} has no alias ${alias} any more.`);
  }
  if (version === undefined) {
    throw new UsageError('Which version?', `trainyard model alias ${name} ${alias} VERSION, or --remove`);
  }
  const number = versionNumber(version);
  const model = await client.call('setModelAlias', { params: { name, alias }, body: { version: number } });
  if (options.json === true) return context.json(model);
  context.terminal.out(`${name}@${alias} is version ${number}.`);
}

/** `name` is the model with all versions, `name@2` that version. */
async function removeModel(context: CommandContext, ref: string, options: Json): Promise<void> {
  const client = await context.client();
  const [name = '', suffix] = ref.split('@');
  if (suffix === undefined) await client.call('deleteModel', { params: { name } });
  else await client.call('deleteModelVersion', { params: { name, version: versionNumber(suffix) } });
  if (options.json === true) return context.json({ removed: ref });
  context.terminal.out(`${ref} is removed from the registry. Its runs stay.`);
}

function hertz(value: string): number {
  const rate = Number(value.trim().replace(/\s*Hz$/i, ''));
  if (!(rate > 0) || !Number.isFinite(rate))
    throw new InvalidArgumentError('A number of Hz was expected, for instance 12000.');
  return rate;
}

/** A model's name begins with a letter, so a number is a run. */
async function classifyFile(
  context: CommandContext,
  [ref = '', path = '']: readonly string[],
  options: Json & { rate?: number; speed?: number },
): Promise<void> {
  const facts = await stat(path).catch(() => null);
  if (facts?.isFile() !== true) throw new UsageError(`There is no file ${path}.`);
  const file = await openAsBlob(path);
  const client = await context.client();
  const said = await client.classifyFile({
    by: /^[0-9]/.test(ref) ? { run: ref } : { model: ref },
    file,
    name: basename(path),
    rateHz: options.rate,
    speedHz: options.speed,
    signal: context.signal,
  });
  if (options.json === true) return context.json(said);
  context.terminal.out(classificationCard(said, context.look));
}

export function registerModel(program: Command, register: Register): void {
  const model = program
    .command('model')
    .description('registered models: names, versions and aliases for what runs learned');

  const list = withOptions(
    model.command('list').description('list models'),
    new Option('--search <words>', 'words in the name or description'),
    whole('--limit <n>', 'how many (default: 50)'),
    jsonOption(),
  );
  register(list, (context, _, options: Json & { limit?: number; search?: string }) => listModels(context, options));

  const show = withOptions(
    model
      .command('show')
      .description('versions, aliases, files and lineage')
      .argument('<model>', 'name, name@2 or name@champion'),
    jsonOption(),
  );
  register(show, (context, [ref = ''], options: Json) => showModel(context, ref, options));

  const add = withOptions(
    model
      .command('register')
      .description('register the model of a run as the next version')
      .argument('<run>', "a run's number or id"),
    new Option('--name <name>', 'of the model; a new name makes a new one').makeOptionMandatory(),
    new Option('--note <text>', 'what to know of this version'),
    jsonOption(),
  );
  register(add, (context, [run = ''], options: Json & { name: string; note?: string }) =>
    registerRun(context, run, options),
  );

  const alias = withOptions(
    model
      .command('alias')
      .description('point an alias at a version')
      .argument('<name>', 'of the model')
      .argument('<alias>', 'for instance champion')
      .argument('[version]', 'its number'),
    new Option('--remove', 'take the alias away'),
    jsonOption(),
  );
  register(alias, moveAlias);

  const classify = withOptions(
    model
      .command('classify')
      .description('classify one signal from a .npy, .csv or .wav file')
      .argument('<model>', 'name, name@2 or name@champion; or the number of a run that kept a model')
      .argument('<file>', 'one signal; rows of an array and columns of a table are channels'),
    new Option('--rate <hz>', 'samples a second, where the file does not tell them').argParser(hertz),
    new Option('--speed <hz>', 'turns of the shaft a second, for a model that needs them').argParser(hertz),
    jsonOption(),
  );
  register(classify, classifyFile);

  const remove = withOptions(
    model
      .command('remove')
      .description('forget a version (name@2) or a whole model (name); refused while runs use it')
      .argument('<model>', 'name or name@2'),
    jsonOption(),
  );
  register(remove, (context, [ref = ''], options: Json) => removeModel(context, ref, options));
}
