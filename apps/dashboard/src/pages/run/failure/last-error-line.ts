import { askRoute } from '../../../api/use-route.ts';

const nearEnd = 3_000;

/** Where the log tells of the failure: the last error, else the last words on stderr, else the end. */
export async function lastErrorLine(runId: string, total: number): Promise<number> {
  const { items } = await askRoute('listLogs', { params: { id: runId }, query: { from: -nearEnd, limit: nearEnd } });
  const line =
    items.findLast(({ level }) => level === 'error') ??
    items.findLast(({ source, text }) => source === 'stderr' && text.trim() !== '') ??
    items.at(-1);
  return line?.n ?? Math.max(0, total - 1);
}
