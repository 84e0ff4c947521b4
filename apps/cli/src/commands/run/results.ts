import type { Client } from '@trainyard/api-client';
import { type Dataset, type Run, shortReason } from '@trainyard/contracts';
import { datasetCard } from '../../terminal/dataset-card.ts';
import { failureText } from '../../terminal/failure.ts';
import { sectionsText } from '../../terminal/result/sections.ts';
import { caveats, metricsText } from '../../terminal/run-card.ts';
import { nextStep, statusPaint } from '../../terminal/status-words.ts';
import { durationText } from '../../terminal/words.ts';
import type { CommandContext } from '../context.ts';

const logTail = 12;

/** Data sets that a run made; content that was there before belongs to an earlier run and is found by its name. */
async function datasetsOf(client: Client, run: Run): Promise<Dataset[]> {
  const producers = run.status === 'completed' && run.dataset === null && run.executor === 'worker';
  if (!producers) return [];
  const { items } = await client.call('listDatasets', { query: { limit: 200 } });
  const made = items.filter((dataset) => dataset.versions.some((version) => version.run?.id === run.id));
  if (made.length > 0) return made;
  const trainer = await client.call('getTrainer', { params: { trainer: run.trainer ?? '' } }).catch(() => null);
  if (trainer?.manifest.produces.includes('dataset') !== true) return [];
  const { config } = await client.call('getRunConfig', { params: { id: run.id } });
  return items.filter((dataset) => dataset.name === config.name);
}

/** Scores with intervals, tables, confusion matrix; for a failure what, where, why and the last of its log. */
export async function printResults(context: CommandContext, run: Run): Promise<void> {
  const { look, terminal } = context;
  const client = await context.client();
  const params = { id: run.id };
  const [sections, made] = await Promise.all([client.call('listSections', { params }), datasetsOf(client, run)]);

  const blocks: string[] = [];
  if (run.status === 'failed') {
    const log = await client.call('listLogs', { params, query: { from: -logTail } });
    blocks.push(failureText(run, log.items, look));
  } else {
    const paint = statusPaint(run.status, look.ink);
    const short = shortReason(run.reason);
    const why = short === null ? '' : ` · ${short},`;
    blocks.push(paint(`Run ${run.number} ${run.status}${why} after ${durationText(run.running_s)}.`));
  }
  const notes = caveats(run, look);
  if (notes.length > 0 && run.status !== 'cancelled') blocks.push(notes.join('\n'));
  const results = sectionsText(sections.items, look, `trainyard run show ${run.number}`);
  blocks.push(results === '' ? metricsText(run, look) : results);
  blocks.push(...made.map((dataset) => datasetCard(dataset, context.now(), look)));
  const [dataset] = made;
  blocks.push(
    dataset === undefined
      ? nextStep(run)
      : dataset.latest.kind === 'prompts'
        ? `Improve a prompt on it: trainyard run start prompt-optimizer --dataset ${dataset.name} --set prompt=PROMPT --follow`
        : `Train on it: trainyard run start signal-features --dataset ${dataset.name} --follow`,
  );
  terminal.out(blocks.filter((block) => block !== '').join('\n\n'));
}
