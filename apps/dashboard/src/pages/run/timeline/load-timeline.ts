import type { Run, RunEvent } from '@trainyard/contracts';
import { askRoute } from '../../../api/use-route.ts';
import { toldKinds } from './event-words.ts';
import type { TimelineBook } from './timeline-book.ts';

const pageEvents = 5_000;
const mostPages = 10;
/** Epochs are read from the newest so many events only, until somebody wants all. */
const recentEvents = 2_000;

async function readAll(runId: string, after: number, kinds: readonly string[]): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  let from = after;
  for (let page = 0; page < mostPages; page += 1) {
    const query = { after: from, limit: pageEvents, kinds: kinds.join(',') };
    const { items } = await askRoute('listEvents', { params: { id: runId }, query });
    events.push(...items);
    const last = items.at(-1);
    if (last === undefined || items.length < pageEvents) break;
    from = last.seq;
  }
  return events;
}

/** All that has words, and the epochs of late. */
export async function loadTimeline(book: TimelineBook, run: Pick<Run, 'id' | 'last_seq'>): Promise<void> {
  const after = Math.max(0, run.last_seq - recentEvents);
  const [told, epochs] = await Promise.all([
    readAll(run.id, 0, toldKinds),
    readAll(run.id, after, ['progress-reported']),
  ]);
  book.load([...told, ...epochs].sort((a, b) => a.seq - b.seq));
}

/** The epochs of the whole run as well. */
export async function loadAllEpochs(book: TimelineBook, runId: string): Promise<void> {
  book.load(await readAll(runId, 0, ['progress-reported']));
}
