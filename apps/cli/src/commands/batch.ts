import type { Client } from '@trainyard/api-client';
import {
  type Batch,
  type BatchCreate,
  type BatchMetric,
  batchMetric,
  batchPart,
  batchStatus,
} from '@trainyard/contracts';
import type { Command } from 'commander';
import { Option } from 'commander';
import { batchCard, batchList, comparisonText, countsText } from '../terminal/batch-card.ts';
import { progressBar } from '../terminal/progress-bar.ts';
import { exitCodes } from '../terminal/status-words.ts';
import { gather } from './arguments.ts';
import { readItems } from './batch-file.ts';
import type { CommandContext } from './context.ts';
import { UsageError } from './error-words.ts';
import { jsonOption, whole, withOptions } from './options.ts';
import type { Register } from './program.ts';

interface Json {
  json?: boolean;
}
interface Asked extends Json {
  dataset?: string;
  part?: BatchCreate['part'];
  run?: string;
  languageModel?: string;
  grader?: string;
  samples?: number;
  concurrency?: number;
  budgetCalls?: number;
  budgetUsd?: number;
  fresh?: boolean;
  name?: string;
  input: string;
  expected: string;
  follow?: boolean;
  metric?: string[];
  pass?: number;
  lengthRatio?: number;
}

function decimal(value: string): number {
  const number = Number(value);
  if (value.trim() === '' || !Number.isFinite(number)) throw new UsageError(`"${value}" is no number.`);
  return number;
}

const metricNames: string[] = batchMetric.options.flatMap(({ shape: { metric } }) =>
  'options' in metric ? metric.options : [metric.value],
);

/** `bleu`, `regex:PATTERN`, or the whole setting as JSON. */
function metricOf(text: string): BatchMetric {
  const pattern = /^regex:(.+)$/s.exec(text)?.[1];
  let setting: unknown = pattern === undefined ? { metric: text } : { metric: 'regex', pattern };
  if (text.trimStart().startsWith('{')) {
    try {
      setting = JSON.parse(text);
    } catch (error) {
      throw new UsageError(`The metric ${text} is not JSON: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  const read = batchMetric.safeParse(setting);
  if (read.success) return read.data;
  const { metric } = { metric: null, ...(setting as object) };
  const known = metricNames.some((name) => name === metric);
  const problems = read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new UsageError(
    `"${text}" is no metric: ${known ? problems.join('; ') : `the names are ${metricNames.join(', ')}.`}`,
    `Write a name such as exact_match or rougeL, regex:PATTERN, or JSON such as '{"metric":"bleu","weight":2}'.`,
  );
}

function budgetOf({ budgetCalls: calls, budgetUsd: usd }: Pick<Asked, 'budgetCalls' | 'budgetUsd'>) {
  if (calls === undefined && usd === undefined) return undefined;
  return { calls: calls ?? null, usd: usd ?? null };
}

async function followBatch(context: CommandContext, client: Client, { number }: Pick<Batch, 'number'>): Promise<Batch> {
  const { terminal, look, signal } = context;
  const params = { id: String(number) };
  const response = await client.download(`/api/v1/batches/${number}/results?follow=true`, { signal });
  let told = 0;
  const draw = async (): Promise<void> => {
    told = performance.now();
    const batch = await client.call('getBatch', { params });
    const { all, open } = batch.counts;
    const words = `${batch.status === 'waiting' ? `waiting: ${batch.reason ?? ''}` : countsText(batch)}`;
    terminal.raw(
      `\r\u001b[K${progressBar((all - open) / Math.max(1, all), 20, look.ink)} ${words.slice(0, look.columns - 24)}`,
    );
  };
  if (terminal.live) await draw();
  // What comes is not read here: that it comes is what is drawn.
  for await (const _ of response.body ?? []) if (terminal.live && performance.now() - told > 250) await draw();
  if (terminal.live) terminal.raw('\r\u001b[K');
  return client.call('getBatch', { params });
}

function exitCodeOf({ status }: Batch): number {
  if (status === 'failed') return exitCodes.failed;
  if (status === 'cancelled') return exitCodes.cancelled;
  return status === 'budget-reached' ? exitCodes.stopped : exitCodes.ok;
}

async function startBatch(
  context: CommandContext,
  kind: Batch['kind'],
  given: readonly string[],
  options: Asked,
): Promise<number> {
  // Who scores answers from elsewhere names a file alone.
  const [prompt, file] =
    kind === 'evaluation' && /\.(jsonl|csv)$/i.test(given[0] ?? '') ? [undefined, given[0]] : given;
  const { dataset, part, run, samples, concurrency, name, pass } = options;
  if ((file === undefined) === (dataset === undefined)) {
    throw new UsageError('Which items?', 'Name a .jsonl or .csv file, or --dataset NAME, and not both.');
  }
  const columns = { input: options.input, expected: options.expected, answers: prompt === undefined };
  const items = file === undefined ? undefined : await readItems(file, columns);
  const budget = budgetOf(options);
  const client = await context.client();
  const made = await client.call('createBatch', {
    body: {
      kind,
      ...(prompt === undefined ? {} : { prompt }),
      ...(items === undefined ? { dataset } : { items }),
      ...(part === undefined ? {} : { part }),
      ...(run === undefined ? {} : { run }),
      ...(options.languageModel === undefined ? {} : { language_model: options.languageModel }),
      ...(options.grader === undefined ? {} : { grader: options.grader }),
      ...(samples === undefined ? {} : { samples }),
      ...(concurrency === undefined ? {} : { concurrency }),
      ...(budget === undefined ? {} : { budget }),
      ...(name === undefined ? {} : { name }),
      ...(options.metric === undefined ? {} : { metrics: options.metric.map(metricOf) }),
      ...(pass === undefined ? {} : { pass }),
      ...(options.lengthRatio === undefined ? {} : { length_ratio: options.lengthRatio }),
      cache: options.fresh !== true,
    },
  });
  const batch = options.follow === true ? await followBatch(context, client, made) : made;
  if (options.json === true) context.json(batch);
  else context.terminal.out(batchCard(batch, context.now(), context.look));
  return exitCodeOf(batch);
}

async function showBatch(context: CommandContext, id: string, options: Json & { follow?: boolean }): Promise<void> {
  const client = await context.client();
  const params = { id };
  const seen = await client.call('getBatch', { params });
  const batch = options.follow === true ? await followBatch(context, client, seen) : seen;
  if (options.json === true) return context.json(batch);
  context.terminal.out(batchCard(batch, context.now(), context.look));
}

/** Lines as they come, each whole. */
async function* linesOf(body: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const bytes of body) {
    const lines = (rest + decoder.decode(bytes, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}

async function showResults(
  context: CommandContext,
  id: string,
  options: Json & { follow?: boolean; csv?: boolean; status?: string; cursor?: number; limit?: number },
): Promise<void> {
  const client = await context.client();
  const { number } = await client.call('getBatch', { params: { id } });
  const query = new URLSearchParams({
    format: options.csv === true ? 'csv' : 'ndjson',
    follow: String(options.follow === true),
    ...(options.status === undefined ? {} : { status: options.status }),
    ...(options.cursor === undefined ? {} : { cursor: String(options.cursor) }),
    ...(options.limit === undefined ? {} : { limit: String(options.limit) }),
  });
  const response = await client.download(`/api/v1/batches/${number}/results?${query}`, { signal: context.signal });
  const results: unknown[] = [];
  for await (const line of response.body === null ? [] : linesOf(response.body)) {
    if (options.json === true) results.push(JSON.parse(line));
    else context.terminal.out(line.replace(/\r$/, ''));
  }
  if (options.json === true) context.json(results);
}

async function listBatches(
  context: CommandContext,
  options: Json & { prompt?: string; status?: Batch['status']; limit?: number },
): Promise<void> {
  const { prompt, status, limit = 50 } = options;
  const client = await context.client();
  const query = { limit, ...(prompt === undefined ? {} : { prompt }), ...(status === undefined ? {} : { status }) };
  const page = await client.call('listBatches', { query });
  if (options.json === true) return context.json(page);
  const none =
    'There are no batches yet.\nAsk a prompt about a file of items: trainyard batch infer PROMPT items.jsonl --follow';
  context.terminal.out(page.items.length === 0 ? none : batchList(page.items, context.now(), context.look));
}

async function cancelBatch(context: CommandContext, id: string, options: Json): Promise<void> {
  const batch = await (await context.client()).call('cancelBatch', { params: { id } });
  if (options.json === true) return context.json(batch);
  context.terminal.out(batchCard(batch, context.now(), context.look));
}

async function resumeBatch(
  context: CommandContext,
  id: string,
  options: Json & Pick<Asked, 'budgetCalls' | 'budgetUsd'> & { keepMissing?: boolean; follow?: boolean },
): Promise<number> {
  const client = await context.client();
  const budget = budgetOf(options);
  const body = { retry_missing: options.keepMissing !== true, ...(budget === undefined ? {} : { budget }) };
  const made = await client.call('resumeBatch', { params: { id }, body });
  const batch = options.follow === true ? await followBatch(context, client, made) : made;
  if (options.json === true) context.json(batch);
  else context.terminal.out(batchCard(batch, context.now(), context.look));
  return exitCodeOf(batch);
}

async function compareBatches(context: CommandContext, a: string, b: string, options: Json): Promise<void> {
  const client = await context.client();
  const told = await client.call('compareBatches', { params: { id: a }, query: { with: b } });
  if (options.json === true) return context.json(told);
  context.terminal.out(comparisonText(told, context.look));
}

async function removeBatch(context: CommandContext, id: string, options: Json): Promise<void> {
  await (await context.client()).call('deleteBatch', { params: { id } });
  if (options.json === true) return context.json({ removed: id });
  context.terminal.out(`Batch ${id} and its results are removed. The ledger keeps its calls.`);
}

function budgetOptions(): Option[] {
  return [
    whole('--budget-calls <n>', 'the most answers that it may pay for'),
    new Option('--budget-usd <dollars>', 'the most that it may cost').argParser(decimal),
  ];
}

const followBatchOption = (): Option => new Option('-f, --follow', 'wait until it has ended, and say how far it is');

function askOptions(): Option[] {
  return [
    new Option('--dataset <name>', 'items of a data set of kind prompts, or name@2'),
    new Option('--part <part>', 'of its items; open is all but the sealed test part').choices(batchPart.options),
    new Option('--run <run>', 'the parts are those that this run was dealt'),
    new Option('--language-model <name>', 'who answers (default: yours for the role primary)'),
    whole('--samples <n>', 'how often each item is asked'),
    whole('--concurrency <n>', 'calls at once'),
    ...budgetOptions(),
    new Option('--fresh', 'ask anew, though the ledger has an answer'),
    new Option('--name <text>', 'what the batch is called'),
    new Option('--input <column>', 'where the file has the inputs').default('input'),
    new Option('--expected <column>', 'where it has the expected texts').default('expected'),
    followBatchOption(),
    jsonOption(),
  ];
}

export function registerBatch(program: Command, register: Register): void {
  const batch = program.command('batch').description('one prompt for many items, and scores of many answers');

  const infer = withOptions(
    batch
      .command('infer')
      .description('ask a prompt about every item')
      .argument('<prompt>', 'name or name@2')
      .argument('[file]', 'items, .jsonl or .csv'),
    ...askOptions(),
  );
  register(infer, (context, given, options: Asked) => startBatch(context, 'inference', given, options));

  const evaluate = withOptions(
    batch
      .command('evaluate')
      .description('ask a prompt about every item and score the answers; or score a file of answers from elsewhere')
      .argument('[prompt]', 'name or name@2; without it the file has a column answer')
      .argument('[file]', 'items, .jsonl or .csv'),
    new Option('--metric <metric>', 'exact_match, bleu, regex:PATTERN or JSON; repeatable').argParser(gather),
    new Option('--grader <name>', 'who grades, for the metric graded (default: yours for the role grader)'),
    new Option('--pass <score>', 'from this score on an answer is right').argParser(decimal),
    new Option('--length-ratio <n>', 'answers longer than so many times the expected one lose score').argParser(
      decimal,
    ),
    ...askOptions(),
  );
  register(evaluate, (context, given, options: Asked) => startBatch(context, 'evaluation', given, options));

  const show = withOptions(
    batch.command('show').description('how far it is, what it cost, how it scored').argument('<batch>', 'number'),
    followBatchOption(),
    jsonOption(),
  );
  register(show, (context, [id = ''], options: Json & { follow?: boolean }) => showBatch(context, id, options));

  const results = withOptions(
    batch.command('results').description('every answer as a line of JSON, or as CSV').argument('<batch>', 'number'),
    new Option('-f, --follow', 'wait for those to come'),
    new Option('--csv', 'as CSV').conflicts('json'),
    new Option('--status <status>', 'of one status').choices(['ok', 'failed', 'missing']),
    whole('--cursor <n>', 'those after this one'),
    whole('--limit <n>', 'at most so many'),
    new Option('--json', 'as one JSON list'),
  );
  register(results, (context, [id = ''], options: Parameters<typeof showResults>[2]) =>
    showResults(context, id, options),
  );

  const list = withOptions(
    batch.command('list').description('list batches, newest first'),
    new Option('--prompt <name>', 'of one prompt'),
    new Option('--status <status>', 'of one status').choices(batchStatus.options),
    whole('--limit <n>', 'how many (default: 50)'),
    jsonOption(),
  );
  register(list, (context, _, options: Parameters<typeof listBatches>[1]) => listBatches(context, options));

  const compare = withOptions(
    batch
      .command('compare')
      .description('whether the second evaluation did better on the same items, by a paired test')
      .argument('<first>', 'number')
      .argument('<second>', 'number'),
    jsonOption(),
  );
  register(compare, (context, [a = '', b = ''], options: Json) => compareBatches(context, a, b, options));

  const resume = withOptions(
    batch
      .command('resume')
      .description('go on with one that has ended early; what is missing is asked again')
      .argument('<batch>', 'number'),
    ...budgetOptions(),
    new Option('--keep-missing', 'do not ask again for what is missing'),
    followBatchOption(),
    jsonOption(),
  );
  register(resume, (context, [id = ''], options: Parameters<typeof resumeBatch>[2]) =>
    resumeBatch(context, id, options),
  );

  const cancel = withOptions(
    batch.command('cancel').description('ask no further item; results so far stay').argument('<batch>', 'number'),
    jsonOption(),
  );
  register(cancel, (context, [id = ''], options: Json) => cancelBatch(context, id, options));

  const remove = withOptions(
    batch.command('remove').description('forget a batch and its results').argument('<batch>', 'number'),
    jsonOption(),
  );
  register(remove, (context, [id = ''], options: Json) => removeBatch(context, id, options));
}
