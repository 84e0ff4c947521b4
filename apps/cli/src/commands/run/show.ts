import { sectionsText } from '../../terminal/result/sections.ts';
import { checkpointsText, metricsText, runCard } from '../../terminal/run-card.ts';
import { columnForms, columnsOf } from '../../terminal/run-columns.ts';
import { runList } from '../../terminal/run-list.ts';
import { nextStep } from '../../terminal/status-words.ts';
import { tableText } from '../../terminal/table.ts';
import { bytesText, countText } from '../../terminal/words.ts';
import type { CommandContext } from '../context.ts';
import { UsageError } from '../error-words.ts';

const checkpointLimit = 8;
const fileLimit = 30;

export interface ShowOptions {
  details?: boolean;
  json?: boolean;
}

export async function showRun(context: CommandContext, id: string, options: ShowOptions): Promise<void> {
  const client = await context.client();
  const run = await client.call('getRun', { params: { id } });
  if (options.json === true && options.details !== true) return context.json(run);

  const params = { id: run.id };
  const [sections, checkpoints, files, attempts] = await Promise.all([
    client.call('listSections', { params }),
    client.call('listCheckpoints', { params }),
    client.call('listFiles', { params }),
    client.call('listAttempts', { params }),
  ]);
  if (options.json === true) {
    return context.json({
      ...run,
      sections: sections.items,
      checkpoints: checkpoints.items,
      files: files.items,
      attempts: attempts.items,
    });
  }
  const { look } = context;
  const results = sectionsText(sections.items, look);
  const shownFiles = files.items.slice(0, options.details === true ? undefined : fileLimit);
  const rest = files.items.length - shownFiles.length;
  const blocks = [
    runCard(run, context.now(), look),
    results === '' ? metricsText(run, look) : results,
    checkpointsText(
      checkpoints.items,
      {
        limit: options.details === true ? checkpoints.items.length : checkpointLimit,
        counts: run.progress.epoch_name ?? 'epoch',
      },
      look,
    ),
    files.items.length === 0
      ? ''
      : tableText(
          [{ title: 'file', wrap: true }, { title: 'kind' }, { title: 'size', right: true }],
          shownFiles.map((file) => [file.path, file.kind, bytesText(file.size)]),
          look,
        ) + (rest > 0 ? `\n${look.ink.dim(`and ${countText(rest, 'other file')}`)}` : ''),
    nextStep(run),
  ];
  context.terminal.out(blocks.filter((block) => block !== '').join('\n\n'));
}

export interface ListOptions {
  status?: string;
  trainer?: string;
  dataset?: string;
  search?: string;
  filter?: string;
  sort?: string;
  columns?: string;
  limit?: number;
  cursor?: string;
  json?: boolean;
}

function filterOf(options: ListOptions): string | undefined {
  const terms = [
    ...(options.status === undefined ? [] : [`status:${options.status}`]),
    ...(options.trainer === undefined ? [] : [`trainer:${options.trainer}`]),
    ...(options.dataset === undefined ? [] : [`dataset:${options.dataset}`]),
    ...(options.filter === undefined ? [] : [options.filter]),
  ];
  return terms.length === 0 ? undefined : terms.join(',');
}

export async function listRuns(context: CommandContext, options: ListOptions): Promise<void> {
  if (options.limit !== undefined && (options.limit < 1 || options.limit > 500)) {
    throw new UsageError(`--limit takes 1 to 500 (got ${options.limit}).`);
  }
  const columns = columnsOf(options.columns ?? '');
  if (columns === null) throw new UsageError(`--columns takes ${columnForms} (got "${options.columns ?? ''}").`);
  const parameters = columns.filter(({ group }) => group === 'parameter').map(({ key }) => key.replaceAll(',', '\\,'));
  const client = await context.client();
  const filter = filterOf(options);
  const page = await client.call('listRuns', {
    query: {
      limit: options.limit ?? 20,
      ...(filter === undefined ? {} : { filter }),
      ...(options.search === undefined ? {} : { q: options.search }),
      ...(options.sort === undefined ? {} : { sort: options.sort }),
      ...(options.cursor === undefined ? {} : { cursor: options.cursor }),
      ...(parameters.length === 0 ? {} : { parameters: parameters.join(',') }),
    },
  });
  if (options.json === true) return context.json(page);
  if (page.items.length === 0) {
    const none = page.total === 0 && filter === undefined && options.search === undefined;
    context.terminal.out(
      none ? 'There are no runs yet.\nSee what can be trained: trainyard trainer list' : 'No run matches.',
    );
    return;
  }
  const more = page.total > page.items.length ? `${page.items.length} of ${countText(page.total, 'run')}. ` : '';
  context.terminal.out(
    `${runList(page.items, context.now(), context.look, columns)}\n\n${more}See one: trainyard run show ${page.items[0]?.number ?? 1}`,
  );
}
