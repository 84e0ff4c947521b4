import type { Batch, BatchComparison, BatchInterval, BatchStatus } from '@trainyard/contracts';
import type { Paint } from './ink.ts';
import { usdText } from './ledger-card.ts';
import type { Look } from './live-view.ts';
import { factsText, tableText } from './table.ts';
import { agoText, countText, numberText, wrapped } from './words.ts';

function paintOf(status: BatchStatus, { ink }: Look): Paint {
  if (status === 'completed') return ink.good;
  if (status === 'failed') return ink.bad;
  return status === 'running' || status === 'queued' ? ink.accent : ink.warn;
}

function whatOf({ prompt }: Batch): string {
  if (prompt === null) return 'answers from elsewhere';
  return prompt.name === null ? 'a prompt of its own' : `${prompt.name}@${prompt.version ?? '?'}`;
}

function itemsOf({ items, samples, dataset }: Batch): string {
  const of = dataset === null ? '' : ` of ${dataset.name}@${dataset.version}, part ${dataset.part}`;
  return `${countText(items, 'item')}${of}${samples === 1 ? '' : `, ${samples} samples each`}`;
}

const share = (value: number): string => value.toFixed(3);

function intervalOf({ value, low, high }: BatchInterval): string {
  return `${share(value)} (${share(low)} to ${share(high)})`;
}

/** `57 right, 2 not, 1 missing, 40 to come`. */
export function countsText({ kind, counts }: Pick<Batch, 'kind' | 'counts'>): string {
  const { ok, failed, missing, open } = counts;
  const parts = [
    kind === 'inference' ? `${numberText(ok)} answered` : `${numberText(ok)} right`,
    ...(kind === 'inference' ? [] : [`${numberText(failed)} not`]),
    ...(missing === 0 ? [] : [`${numberText(missing)} missing`]),
    ...(open === 0 ? [] : [`${numberText(open)} to come`]),
  ];
  return parts.join(', ');
}

function costText({ usage, counts }: Batch): string {
  const unknown = usage.unpriced === 0 ? '' : `, and ${countText(usage.unpriced, 'answer')} of unknown cost`;
  const cached = counts.cached === 0 ? '' : `; ${counts.cached} of them from the ledger, for nothing`;
  const kept =
    usage.unknown === 0
      ? ''
      : `; ${countText(usage.unknown, 'call')} unknown, up to ${usdText(usage.kept_usd)} reserved`;
  return `${usdText(usage.cost_usd)}${unknown}${cached}${kept}`;
}

function nextStep({ number, status }: Batch): string {
  if (status === 'queued' || status === 'running') return `Follow it: trainyard batch results ${number} --follow`;
  if (status === 'waiting') return 'It goes on by itself once that is repaired.';
  if (status === 'budget-reached') return `Go on: trainyard batch resume ${number} --budget-calls N`;
  if (status === 'completed') return `Take the answers: trainyard batch results ${number} --csv`;
  return `Go on: trainyard batch resume ${number}`;
}

export function batchCard(batch: Batch, now: number, look: Look): string {
  const { ink } = look;
  const { summary, language_model: model, budget } = batch;
  const limits = [
    ...(budget?.calls == null ? [] : [`${budget.calls} calls`]),
    ...(budget?.usd == null ? [] : [usdText(budget.usd)]),
  ];
  const scores =
    summary === null ? [] : Object.entries(summary.metrics).map(([name, one]) => [name, intervalOf(one)] as const);
  const facts = factsText(
    [
      ['asks', whatOf(batch)],
      ['model', model === null ? null : `${model.name} (${model.model} of ${model.provider})`],
      ['grader', batch.grader === null ? null : `${batch.grader.name} (${batch.grader.model})`],
      ['items', itemsOf(batch)],
      ['answers', countsText(batch)],
      ['cost', model === null ? null : costText(batch)],
      ['budget', limits.join(' and ') || null],
      [
        'score',
        summary === null
          ? null
          : `${intervalOf(summary.score)}, 95 % interval over ${countText(summary.items, 'item')}`,
      ],
      ...(scores.length > 1 ? scores : []),
      ['made', `${agoText(batch.created_at, now)} by ${batch.owner.name}`],
    ],
    look,
  );
  return [
    `${ink.bold(`Batch ${batch.number}`)}${batch.name === '' ? '' : `  ${batch.name}`}  ${paintOf(batch.status, look)(batch.status)}`,
    ...(batch.reason === null ? [] : [wrapped(batch.reason, look.columns)]),
    facts,
    ...(summary?.note == null ? [] : [wrapped(summary.note, look.columns)]),
    nextStep(batch),
  ].join('\n');
}

export function batchList(batches: readonly Batch[], now: number, look: Look): string {
  return tableText(
    [
      { title: 'batch', right: true },
      { title: 'kind' },
      { title: 'status' },
      { title: 'prompt', wrap: true },
      { title: 'items', wrap: true },
      { title: 'answers', wrap: true },
      { title: 'score' },
      { title: 'cost', right: true },
      { title: 'made' },
    ],
    batches.map((one) => [
      String(one.number),
      one.kind,
      paintOf(one.status, look)(one.status),
      whatOf(one),
      itemsOf(one),
      countsText(one),
      one.summary === null ? '' : share(one.summary.score.value),
      one.language_model === null ? '' : usdText(one.usage.cost_usd),
      agoText(one.created_at, now),
    ]),
    look,
  );
}

export function comparisonText(told: BatchComparison, look: Look): string {
  const flips = told.flips.slice(0, 10).map(({ id, now, b }) => [id, now, (b ?? '').replaceAll(/\s+/g, ' ')]);
  const { mcnemar } = told;
  return [
    wrapped(told.says, look.columns),
    `McNemar: ${mcnemar.fixed} fixed, ${mcnemar.broke} broke, p = ${mcnemar.p.toPrecision(2)}.`,
    ...(told.left_out === 0
      ? []
      : [`${countText(told.left_out, 'item')} of either left out: without a score in both.`]),
    ...(flips.length === 0
      ? []
      : [tableText([{ title: 'item', wrap: true }, { title: 'now' }, { title: 'answer', wrap: true }], flips, look)]),
  ].join('\n');
}
