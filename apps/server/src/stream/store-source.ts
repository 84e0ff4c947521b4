import { type RunEvent, TrainyardError } from '@trainyard/contracts';
import { lastSeqs, lastTopicSeq, listEvents, listTopicEvents, readLog, type Store } from '@trainyard/store';
import { z } from 'zod';
import type { HubSource } from './event-hub.ts';
import type { Entry } from './topic-feed.ts';

const announced = z.object({ first_line: z.int(), count: z.int() });
/** A page of log events is cut where its lines would grow past this, so that a flood passes in pieces. */
const linesAPage = 4_000;

function entryOf(seq: number, event: RunEvent): Entry {
  const { run_id, seq: runSeq, kind, data, at } = event;
  return { seq, runId: run_id, kind, json: JSON.stringify({ run_id, seq: runSeq, kind, data, at }) };
}

/** The lines that `log-written` announces are not stored twice: they are filled in from the log on the way out. */
async function withLines(store: Store, runId: string, events: readonly RunEvent[]): Promise<RunEvent[]> {
  const ranges = new Map<number, z.infer<typeof announced>>();
  let lines = 0;
  let cut = events.length;
  for (const [index, event] of events.entries()) {
    if (event.kind !== 'log-written') continue;
    const range = announced.parse(event.data);
    if (lines > 0 && lines + range.count > linesAPage) {
      cut = index;
      break;
    }
    lines += range.count;
    ranges.set(event.seq, range);
  }
  const page = events.slice(0, cut);
  if (ranges.size === 0) return page;
  const all = [...ranges.values()];
  const from = Math.min(...all.map((range) => range.first_line));
  const end = Math.max(...all.map((range) => range.first_line + range.count));
  const { items } = await readLog(store, runId, { from, limit: end - from });
  const byNumber = new Map(items.map((line) => [line.n, line]));
  return page.map((event) => {
    const range = ranges.get(event.seq);
    if (range === undefined) return event;
    const numbers = Array.from({ length: range.count }, (_, index) => range.first_line + index);
    return {
      ...event,
      data: { ...range, lines: numbers.map((n) => byNumber.get(n)).filter((line) => line !== undefined) },
    };
  });
}

export function storeSource(store: Store): HubSource {
  return {
    async last(topic) {
      if (topic === 'runs') return lastTopicSeq(store);
      const id = topic.slice('run:'.length);
      const last = (await lastSeqs(store, [id])).get(id);
      if (last === undefined) throw new TrainyardError('run-not-found', { id });
      return last;
    },
    async read(topic, after, limit) {
      if (topic === 'runs') {
        const events = await listTopicEvents(store, { after, limit });
        return events.map(({ topic_seq, ...event }) => entryOf(topic_seq, event));
      }
      const runId = topic.slice('run:'.length);
      const events = await listEvents(store, runId, { after, limit });
      return (await withLines(store, runId, events)).map((event) => entryOf(event.seq, event));
    },
    listen: (handlers) => store.listener.listen('trainyard_event', handlers),
  };
}
