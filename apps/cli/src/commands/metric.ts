import { type MetricSet, metricSetCreate } from '@trainyard/contracts';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Look } from '../terminal/live-view.ts';
import { factsText, tableText } from '../terminal/table.ts';
import type { CommandContext } from './context.ts';
import { UsageError } from './error-words.ts';
import { jsonOption, withOptions } from './options.ts';
import type { Register } from './program.ts';

type Metrics = MetricSet['metrics'];
interface Json {
  json?: boolean;
}
interface Given extends Json {
  metrics?: Metrics;
  pass?: number;
  lengthRatio?: number;
  description?: string;
}

function metricsOf(value: string): Metrics {
  const shape = metricSetCreate.shape.metrics;
  try {
    const read = shape.safeParse(JSON.parse(value));
    if (read.success) return read.data;
    const [issue] = read.error.issues;
    throw new InvalidArgumentError(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not a list of metrics'}`);
  } catch (error) {
    if (error instanceof InvalidArgumentError) throw error;
    throw new InvalidArgumentError('JSON was expected, such as \'[{"metric":"exact_match"}]\'.');
  }
}

function numberOf(value: string): number {
  const number = Number(value);
  if (value.trim() === '' || !Number.isFinite(number)) throw new InvalidArgumentError('A number was expected.');
  return number;
}

function bodyOf({ metrics, pass, lengthRatio, description }: Given) {
  return {
    ...(metrics === undefined ? {} : { metrics }),
    ...(pass === undefined ? {} : { pass }),
    ...(lengthRatio === undefined ? {} : { length_ratio: lengthRatio }),
    ...(description === undefined ? {} : { description }),
  };
}

function stateOf({ active, is_default }: MetricSet): string {
  if (!active) return 'not active';
  return is_default ? 'your default' : '';
}

function listText(sets: readonly MetricSet[], look: Look): string {
  return tableText(
    [
      { title: 'metric set', wrap: true },
      { title: 'metrics', wrap: true },
      { title: 'right from', right: true },
      { title: '', wrap: true },
    ],
    sets.map((set) => [
      set.name,
      set.metrics.map(({ metric, name }) => name ?? metric).join(', '),
      String(set.pass),
      stateOf(set),
    ]),
    look,
  );
}

function cardText(set: MetricSet, look: Look): string {
  const facts: [string, string][] = [
    ['metric set', set.name],
    ...(set.description === '' ? [] : [['for', set.description] as [string, string]]),
    ...set.metrics.map((metric, i): [string, string] => [i === 0 ? 'metrics' : '', JSON.stringify(metric)]),
    ['right from', String(set.pass)],
    ['length guard', set.length_ratio === 0 ? 'none' : `${set.length_ratio} × the words expected`],
    ['owner', set.owner.name],
    ...(stateOf(set) === '' ? [] : [['', stateOf(set)] as [string, string]]),
  ];
  return factsText(facts, look);
}

async function addSet(context: CommandContext, name: string, options: Given & { metrics: Metrics }): Promise<void> {
  const client = await context.client();
  const made = await client.call('createMetricSet', { body: { name, metrics: options.metrics, ...bodyOf(options) } });
  if (options.json === true) return context.json(made);
  context.terminal.out(
    `${cardText(made, context.look)}\n\nScore a run with it: trainyard run start TRAINER --set metrics=${made.name}`,
  );
}

async function changeSet(
  context: CommandContext,
  name: string,
  options: Given & { name?: string; active?: boolean },
): Promise<void> {
  const client = await context.client();
  const body = {
    ...(options.name === undefined ? {} : { name: options.name }),
    ...(options.active === undefined ? {} : { active: options.active }),
    ...bodyOf(options),
  };
  const changed = await client.call('patchMetricSet', { params: { name }, body });
  if (options.json === true) return context.json(changed);
  context.terminal.out(cardText(changed, context.look));
}

async function listSets(context: CommandContext, options: Json): Promise<void> {
  const client = await context.client();
  const page = await client.call('listMetricSets');
  if (options.json === true) return context.json(page);
  const none = 'There are no metric sets yet.\nKeep one: trainyard metric add NAME --metrics JSON';
  context.terminal.out(page.items.length === 0 ? none : listText(page.items, context.look));
}

async function showSet(context: CommandContext, name: string, options: Json): Promise<void> {
  const client = await context.client();
  const one = await client.call('getMetricSet', { params: { name } });
  if (options.json === true) return context.json(one);
  context.terminal.out(cardText(one, context.look));
}

async function removeSet(context: CommandContext, name: string, options: Json): Promise<void> {
  const client = await context.client();
  await client.call('deleteMetricSet', { params: { name } });
  if (options.json === true) return context.json({ removed: name });
  context.terminal.out(`${name} is forgotten. Runs keep what they used.`);
}

async function chooseDefault(
  context: CommandContext,
  name: string | undefined,
  options: Json & { remove?: boolean },
): Promise<void> {
  const client = await context.client();
  if (options.remove === true) {
    await client.call('removeDefaultMetricSet');
    if (options.json === true) return context.json({ name: null });
    return context.terminal.out('Your runs are scored as their trainers say.');
  }
  if (name === undefined) throw new UsageError('Which metric set?', 'Name it, or say --remove.');
  const chosen = await client.call('setDefaultMetricSet', { body: { name } });
  if (options.json === true) return context.json(chosen);
  context.terminal.out(`${chosen.name} scores your runs that say nothing about metrics.`);
}

function scoring(): Option[] {
  return [
    new Option('--pass <number>', 'the score from which on an answer is right').argParser(numberOf),
    new Option('--length-ratio <number>', 'longer answers lose score; 0: they do not').argParser(numberOf),
    new Option('--description <text>', 'what it is for'),
    jsonOption(),
  ];
}

const metricsFlag = ['--metrics <json>', 'a list, as in the setting metrics of a run'] as const;

export function registerMetric(program: Command, register: Register): void {
  const metric = program.command('metric').description('ways of scoring answers, under a name');
  const argument = ['<name>', 'of the metric set'] as const;

  const add = withOptions(
    metric.command('add').description('keep a way of scoring').argument('<name>', 'to call it by'),
    new Option(...metricsFlag).argParser(metricsOf).makeOptionMandatory(),
    ...scoring(),
  );
  register(add, (context, [name = ''], options: Given & { metrics: Metrics }) => addSet(context, name, options));

  const list = withOptions(metric.command('list').description('list ways of scoring'), jsonOption());
  register(list, (context, _, options: Json) => listSets(context, options));

  const show = withOptions(
    metric
      .command('show')
      .description('show one')
      .argument(...argument),
    jsonOption(),
  );
  register(show, (context, [name = ''], options: Json) => showSet(context, name, options));

  const change = withOptions(
    metric
      .command('change')
      .description('change one; runs keep what they used')
      .argument(...argument),
    new Option('--name <name>', 'another name'),
    new Option(...metricsFlag).argParser(metricsOf),
    new Option('--active', 'offer it again'),
    new Option('--no-active', 'put it aside'),
    ...scoring(),
  );
  register(change, (context, [name = ''], options: Given & { name?: string; active?: boolean }) =>
    changeSet(context, name, options),
  );

  const remove = withOptions(
    metric
      .command('remove')
      .description('forget one; its owner or an admin may')
      .argument(...argument),
    jsonOption(),
  );
  register(remove, (context, [name = ''], options: Json) => removeSet(context, name, options));

  const usual = withOptions(
    metric
      .command('default')
      .description('score your runs with it that say nothing about metrics')
      .argument('[name]', 'of the metric set'),
    new Option('--remove', 'have no default any more'),
    jsonOption(),
  );
  register(usual, (context, [name], options: Json & { remove?: boolean }) => chooseDefault(context, name, options));
}
