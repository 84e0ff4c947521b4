import {
  type BatchCreate,
  type BatchMetric,
  type Issue,
  type LanguageChoice,
  languageRole,
  mostBatchCells,
  mostBatchItems,
  TrainyardError,
} from '@trainyard/contracts';
import { isEmptyPrompt, promptPlaceholders } from '@trainyard/prompts';
import { compileJudge, isUnfitMetric } from '@trainyard/prompts/metrics';
import {
  type BatchAsked,
  getLanguageModel,
  getPrompt,
  getPromptVersion,
  listLanguageModels,
  type NewBatchItem,
  targetByName,
} from '@trainyard/store';
import { embedderState } from '../embedder/ask-embedder.ts';
import type { Caller } from '../http/handler.ts';
import type { Parts } from '../parts.ts';
import { type ChosenItems, itemsOfBody, itemsOfDataset } from './batch-items.ts';
import { nobodyAsked } from './judge-answer.ts';
import { settingsOf } from './score-answers.ts';

type PrepareParts = Pick<Parts, 'store' | 'analysis' | 'catalog'>;
type Chosen = Pick<BatchAsked, 'prompt' | 'text'>;

const usualMetrics: BatchMetric[] = [{ metric: 'exact_match' }];
const shown = 3;
/** Metrics that say nothing of an answer alone. */
const comparing = new Set<string>([
  'exact_match',
  'token_f1',
  'bleu',
  'rouge1',
  'rouge2',
  'rougeL',
  'rougeLsum',
  'similarity',
]);

function refuse(path: string, detail: string): never {
  const issues: Issue[] = [{ path, message: detail }];
  throw new TrainyardError('batch-invalid', { detail }, { issues });
}

/** Throws prompt-not-found, prompt-version-not-found, batch-invalid. */
async function choosePrompt({ store }: PrepareParts, asked: BatchCreate['prompt']): Promise<Chosen> {
  if (asked === undefined) return { prompt: null, text: null };
  if (typeof asked !== 'string') {
    if (isEmptyPrompt(asked)) refuse('prompt', 'the prompt is empty: give system, output or both');
    return { prompt: { name: null, version: null }, text: asked };
  }
  const [name = '', version] = asked.split('@');
  const found =
    version === undefined
      ? (await getPrompt(store, name)).current
      : await getPromptVersion(store, name, Number(version));
  const { system, output, examples } = found;
  return { prompt: { name, version: found.version }, text: { system, output, examples } };
}

/** What a name or a role stands for now. Throws language-model-not-found, language-model-inactive, language-default-missing. */
async function chooseModel({ store }: PrepareParts, asked: string, caller: Caller): Promise<LanguageChoice> {
  const word = /^role:(.*)$/.exec(asked)?.[1];
  const role = languageRole.safeParse(word);
  if (word !== undefined && !role.success) {
    refuse('language_model', `there is no role "${word.slice(0, 40)}"; expected ${languageRole.options.join(', ')}`);
  }
  const own = role.success ? await listLanguageModels(store, caller.id) : [];
  const found = role.success
    ? own.find(({ default_for }) => default_for.includes(role.data))
    : await getLanguageModel(store, caller.id, asked);
  if (found === undefined) throw new TrainyardError('language-default-missing', { role: word ?? '' });
  const { name, provider, model, temperature, max_tokens, top_p, top_k } = found;
  if (!found.active) throw new TrainyardError('language-model-inactive', { name });
  return { name, provider, model, temperature, max_tokens, top_p, top_k };
}

function named(ids: readonly string[]): string {
  const some = ids.slice(0, shown).map((id) => `"${id.slice(0, 60)}"`);
  return some.join(', ') + (ids.length > shown ? ` and ${ids.length - shown} more` : '');
}

function checkIds(items: readonly NewBatchItem[]): void {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const { item_id: id } of items) (seen.has(id) ? twice : seen).add(id);
  if (twice.size > 0) refuse('items', `ids must differ, and these come more than once: ${named([...twice])}`);
}

function checkPlaceholders(text: Chosen['text'], items: readonly NewBatchItem[]): void {
  if (text === null) return;
  const names = promptPlaceholders(text).filter((name) => name !== 'input');
  for (const name of names) {
    const without = items.filter(({ values }) => !Object.hasOwn(values, name)).map(({ item_id }) => item_id);
    if (without.length > 0) {
      refuse(
        'items',
        `the prompt has the placeholder {{${name}}}, and these items have no value for it: ${named(without)}`,
      );
    }
  }
}

/** Whether the answers are there already. */
function bringAnswers(body: BatchCreate): boolean {
  const { items = [] } = body;
  const with_ = items.filter(({ answer }) => answer !== undefined).length;
  if (with_ === 0) return false;
  if (with_ < items.length)
    refuse('items', `${with_} of ${items.length} items bring an answer: give all of them one, or none`);
  if (body.kind === 'inference') refuse('items', 'items that bring their answers are for an evaluation');
  if (body.prompt !== undefined)
    refuse('prompt', 'the items bring their answers, so that no prompt is asked; leave it out');
  if (body.samples !== 1) refuse('samples', 'the items bring one answer each; leave samples out');
  if (body.budget !== null && !body.metrics.some(({ metric }) => metric === 'graded')) {
    refuse('budget', 'the items bring their answers, so that nothing is spent; leave it out');
  }
  return true;
}

/** For an evaluation those that were asked for, or the usual; tried out before anything is spent. */
function chooseMetrics(
  { kind, metrics, pass, length_ratio }: BatchCreate,
  items: readonly NewBatchItem[],
): BatchMetric[] {
  if (kind === 'inference') {
    if (metrics.length > 0) refuse('metrics', 'an inference has no metrics; make it an evaluation');
    return [];
  }
  const chosen = metrics.length > 0 ? metrics : usualMetrics;
  try {
    compileJudge(settingsOf({ metrics: chosen, pass, length_ratio }), nobodyAsked);
  } catch (error) {
    if (!isUnfitMetric(error)) throw error;
    refuse('metrics', error.message.replace(/\.$/, ''));
  }
  const compared = chosen.find(({ metric }) => comparing.has(metric));
  if (compared !== undefined && items.every(({ expected }) => expected.length === 0)) {
    refuse('metrics', `none of the items has an expected text, and ${compared.metric} compares with one`);
  }
  return chosen;
}

async function chooseItems(parts: PrepareParts, body: BatchCreate, text: Chosen['text']): Promise<ChosenItems> {
  const { items, dataset, part, run } = body;
  if ((items === undefined) === (dataset === undefined)) refuse('items', 'give items, or a dataset, and not both');
  if (items !== undefined) {
    if (run !== undefined) refuse('run', 'a run names the parts of a data set; leave it out');
    return { items: itemsOfBody(items), dataset: null };
  }
  const chosen = await itemsOfDataset(parts, { dataset: dataset ?? '', part, run }, text);
  const { length } = chosen.items;
  if (length === 0) refuse('dataset', `part ${part} of data set ${dataset} has no items`);
  if (length > mostBatchItems) refuse('dataset', `at most ${mostBatchItems} items, and part ${part} has ${length}`);
  return chosen;
}

async function checkPrice({ store }: PrepareParts, budget: BatchCreate['budget'], model: LanguageChoice | null) {
  if (model === null || budget === null || budget.usd === null) return;
  const target = await targetByName(store, model.name);
  if (target?.input_usd != null) return;
  refuse(
    'budget.usd',
    `no price is known for ${model.model} of ${model.provider}, so that a budget in money allows no call; limit the calls, or set it with: trainyard price set`,
  );
}

/** Throws embedder-missing. */
async function requireEmbedder(parts: PrepareParts): Promise<void> {
  const { installed, name } = await embedderState(parts);
  if (!installed) throw new TrainyardError('embedder-missing', { embedder: name });
}

/** Everything that can be wrong is told here, before anything is stored or spent. */
export async function prepareBatch(
  parts: PrepareParts,
  body: BatchCreate,
  caller: Caller,
): Promise<{ asked: BatchAsked; items: NewBatchItem[] }> {
  const answered = bringAnswers(body);
  if (!answered && body.prompt === undefined) {
    const help = body.kind === 'evaluation' ? 'a prompt, or items with answers' : 'a prompt';
    refuse('prompt', `nothing says what is to be asked: give ${help}`);
  }
  const chosen = await choosePrompt(parts, body.prompt);
  const { items, dataset } = await chooseItems(parts, body, chosen.text);
  checkIds(items);
  checkPlaceholders(chosen.text, items);
  const cells = items.length * body.samples;
  if (cells > mostBatchCells) {
    refuse(
      'samples',
      `at most ${mostBatchCells} answers, and ${items.length} items by ${body.samples} samples are ${cells}`,
    );
  }
  const metrics = chooseMetrics(body, items);
  const model = answered ? null : await chooseModel(parts, body.language_model, caller);
  if (metrics.some(({ metric }) => metric === 'similarity')) await requireEmbedder(parts);
  const graded = metrics.some(({ metric }) => metric === 'graded');
  const grader = graded ? await chooseModel(parts, body.grader, caller) : null;
  for (const one of [model, grader]) await checkPrice(parts, body.budget, one);
  const { pass, length_ratio, concurrency, cache, budget } = body;
  return {
    asked: {
      ...chosen,
      language_model: model,
      grader,
      dataset,
      metrics,
      pass,
      length_ratio,
      concurrency,
      cache,
      budget,
    },
    items,
  };
}
