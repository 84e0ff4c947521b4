import type { Client } from '@trainyard/api-client';
import type { Run } from '@trainyard/contracts';
import type { AnswerOf } from '@trainyard/contracts/routes';
import { datasetCard } from '../../terminal/dataset-card.ts';
import { failureText } from '../../terminal/failure.ts';
import { sectionsText } from '../../terminal/result/sections.ts';
import { caveats, metricsText } from '../../terminal/run-card.ts';
import { nextStep, statusPaint } from '../../terminal/status-words.ts';
import { durationText } from '../../terminal/words.ts';
import type { CommandContext } from '../context.ts';

const logTail = 12;

type Files = AnswerOf<'listFiles'>['items'];

/** Names of the data sets that a run made. */
export function datasetsOf(files: Files): string[] {
  return files
    .filter((file) => file.kind === 'dataset')
    .map((file) => file.meta.name)
    .filter((name): name is string => typeof name === 'string');
}

async function datasetCards(context: CommandContext, client: Client, names: readonly string[]): Promise<string[]> {
  const datasets = await Promise.all(names.map((name) => client.call('getDataset', { params: { name } })));
  return datasets.map((dataset) => datasetCard(dataset, context.now(), context.look));
}

/** Scores with intervals, tables, confusion matrix; for a failure what, where, why and the last of its log. */
export async function printResults(context: CommandContext, run: Run): Promise<void> {
  const { look, terminal } = context;
  const client = await context.client();
  const params = { id: run.id };
  const [sections, files] = await Promise.all([
    client.call('listSections', { params }),
    client.call('listFiles', { params }),
  ]);

  const blocks: string[] = [];
  if (run.status === 'failed') {
    const log = await client.call('listLogs', { params, query: { from: -logTail } });
    blocks.push(failureText(run, log.items, look));
  } else {
    const paint = statusPaint(run.status, look.ink);
    blocks.push(paint(`Run ${run.number} ${run.status} after ${durationText(run.running_s)}.`));
  }
  const notes = caveats(run, look);
  if (notes.length > 0 && run.status !== 'cancelled') blocks.push(notes.join('\n'));
  const results = sectionsText(sections.items, look);
  blocks.push(results === '' ? metricsText(run, look) : results);
  const made = run.status === 'completed' ? datasetsOf(files.items) : [];
  blocks.push(...(await datasetCards(context, client, made)));
  const [dataset] = made;
  blocks.push(
    dataset === undefined
      ? nextStep(run)
      : `Train on it: trainyard run start signal-features --dataset ${dataset} --follow`,
  );
  terminal.out(blocks.filter((block) => block !== '').join('\n\n'));
}
