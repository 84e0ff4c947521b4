import { type BatchResult, type BatchStatus, TrainyardError } from '@trainyard/contracts';
import { getBatch, listBatchResults, type Store } from '@trainyard/store';
import { numberCell, textCell } from '../export/csv-cell.ts';
import type { BatchBell } from './batch-bell.ts';

const rowsAtOnce = 200;
const going: readonly BatchStatus[] = ['queued', 'running', 'waiting'];

export interface ResultQuery {
  cursor: number;
  follow: boolean;
  limit: number;
  status?: string | undefined;
}

const head = [
  'id',
  'sample',
  'status',
  'score',
  'answer',
  'expected',
  'input',
  'tag',
  'says',
  'metrics',
  'finish_reason',
  'input_tokens',
  'output_tokens',
  'cost_usd',
  'cached',
];

export const csvHead = `${head.join(',')}\r\n`;

export function csvLine(result: BatchResult): string {
  const { id, sample, status, score, answer, expected, input, tag, says, metrics, finish_reason } = result;
  const texts = [answer ?? '', expected.length > 1 ? JSON.stringify(expected) : (expected[0] ?? ''), input, tag ?? ''];
  const scores = Object.keys(metrics).length === 0 ? '' : JSON.stringify(metrics);
  const cells = [
    textCell(id),
    numberCell(sample),
    status,
    numberCell(score),
    ...[...texts, says ?? '', scores, finish_reason ?? ''].map(textCell),
    numberCell(result.input_tokens),
    numberCell(result.output_tokens),
    numberCell(result.cost_usd),
    String(result.cached),
  ];
  return `${cells.join(',')}\r\n`;
}

export const jsonLine = (result: BatchResult): string => `${JSON.stringify(result)}\n`;

/** Whether nothing more will come; a batch that was deleted meanwhile has no more either. */
async function isOver(store: Store, id: string): Promise<boolean> {
  try {
    return !going.includes((await getBatch(store, id)).status);
  } catch (error) {
    if (error instanceof TrainyardError && error.code === 'batch-not-found') return true;
    throw error;
  }
}

/** Results from a cursor on, in pieces of text; with `follow` until the batch has ended or the reader is gone. */
export async function* resultTexts(
  { store, bell }: { store: Store; bell: BatchBell },
  id: string,
  { query, line, signal }: { query: ResultQuery; line: (result: BatchResult) => string; signal: AbortSignal },
): AsyncGenerator<string, void, undefined> {
  let after = query.cursor;
  let left = query.limit;
  while (!signal.aborted) {
    // In this order nothing falls between: the bell, whether it is over, then what there is.
    const rung = query.follow ? bell.next(id, signal) : null;
    const over = !query.follow || (await isOver(store, id));
    for (;;) {
      const limit = Math.min(rowsAtOnce, left);
      const page = limit === 0 ? [] : await listBatchResults(store, id, { after, limit, status: query.status });
      if (page.length > 0) yield page.map(line).join('');
      after = page.at(-1)?.cursor ?? after;
      left -= page.length;
      if (page.length < rowsAtOnce || signal.aborted) break;
    }
    if (over || left === 0) return;
    await rung;
  }
}
