import type { EventDataOf, EventKind } from '@trainyard/contracts';
import { createParser } from 'eventsource-parser';
import { ApiError, errorOf, unreachable } from './api-error.ts';
import { paths } from './paths.ts';

/** A log event as the stream sends it: with the lines that it announces. */
export interface StreamedLogLine {
  n: number;
  at: string;
  attempt: number;
  level: string;
  source: string;
  text: string;
}
type DataOf<K extends EventKind> = K extends 'log-written'
  ? EventDataOf<K> & { lines: StreamedLogLine[] }
  : EventDataOf<K>;

/** One event with the stream's cursor after it. `kind` tells what `data` is. */
export type StreamedEvent = {
  [K in EventKind]: { run_id: string; seq: number; kind: K; data: DataOf<K>; at: string; cursor: string };
}[EventKind];

export interface EventsOptions {
  /** `run:<id or number>` and `runs`. */
  topics: readonly string[];
  /** Where to go on: the `cursor` of the last event seen; absent = from the topics' beginnings. */
  cursor?: string | undefined;
  signal?: AbortSignal | undefined;
  /** Told of every lost connection before the next try; `tries` is 1 for the first of an outage. */
  onReconnect?: ((cause: unknown, waitMs: number, tries: number) => void) | undefined;
  /** Told where the stream stands: on opening, and whenever it moves without an event. */
  onPlace?: ((cursor: string) => void) | undefined;
  /** Whether a refused connection at the very start is tried again too. */
  retryFirst?: boolean | undefined;
}

interface Door {
  url: string;
  headers: Record<string, string>;
  fetch: typeof fetch;
}

const firstWaitMs = 200;
const longestWaitMs = 5_000;
/** The server sends a comment at least this often; longer silence is a dead connection. */
const silenceMs = 60_000;
/** A hundred topics with their numbers fit. */
const headChars = 16_384;

/** Refusals that another try would not change. */
function isFinal(error: unknown): boolean {
  return error instanceof ApiError && error.status >= 400 && error.status < 500 && error.status !== 429;
}

export async function* streamEvents(
  door: Door,
  options: EventsOptions,
): AsyncGenerator<StreamedEvent, void, undefined> {
  let cursor = options.cursor;
  let waitMs = firstWaitMs;
  let seenAny = false;
  let tries = 0;
  const { signal } = options;
  while (!signal?.aborted) {
    try {
      for await (const event of connection(door, options.topics, cursor, signal)) {
        waitMs = firstWaitMs;
        tries = 0;
        seenAny = true;
        cursor = event.cursor;
        if ('kind' in event) yield event;
        else if (cursor !== undefined) options.onPlace?.(cursor);
        // Who aborts has seen the last event, whatever came in the same piece.
        if (signal?.aborted) return;
      }
      throw new Error('the stream ended');
    } catch (cause) {
      if (signal?.aborted) return;
      if (isFinal(cause) || (!seenAny && options.retryFirst !== true)) throw cause;
      tries += 1;
      options.onReconnect?.(cause, waitMs, tries);
      await pause(waitMs, signal);
      waitMs = Math.min(longestWaitMs, waitMs * 2);
    }
  }
}

/** Where the stream is: on opening, and whenever the server says so without an event. */
interface Place {
  cursor: string | undefined;
}

/**
 * Places that come without an event, which the parser passes over: without them a stream of `runs` that is cut before its
 * first event would begin anew at a later now.
 */
class Places {
  #open = '';

  /** The newest place of the messages that this piece completes, or undefined. Those with an event say theirs too. */
  newest(piece: string): string | undefined {
    const text = this.#open + piece;
    const end = text.lastIndexOf('\n\n');
    const rest = end === -1 ? text : text.slice(end + 2);
    // Of a long message its head, where the place stands, and the last character, which may be half of its end.
    this.#open = rest.length <= headChars ? rest : `${rest.slice(0, headChars)} ${rest.slice(-1)}`;
    if (end === -1) return undefined;
    return [...text.slice(0, end).matchAll(/^id: ?(.*)$/gm)].at(-1)?.[1];
  }
}

async function* connection(
  door: Door,
  topics: readonly string[],
  cursor: string | undefined,
  signal: AbortSignal | undefined,
): AsyncGenerator<StreamedEvent | Place> {
  const query = new URLSearchParams({ topics: topics.join(',') });
  const dead = new AbortController();
  const both = signal === undefined ? dead.signal : AbortSignal.any([signal, dead.signal]);
  let watchdog = setTimeout(() => dead.abort(), silenceMs);
  const headers: Record<string, string> = { ...door.headers, accept: 'text/event-stream' };
  if (cursor !== undefined && cursor !== '') headers['last-event-id'] = cursor;
  try {
    const response = await door
      .fetch(`${door.url}${paths.streamEvents[1]}?${query}`, { headers, signal: both })
      .catch((cause: unknown) => {
        throw unreachable(door.url, cause);
      });
    if (!response.ok || response.body === null) throw await errorOf(response);
    yield { cursor };

    const ready: StreamedEvent[] = [];
    const parser = createParser({
      onEvent(message) {
        // The server's own events, checked there against the closed list of kinds.
        if (message.id !== undefined)
          ready.push({ ...(JSON.parse(message.data) as StreamedEvent), cursor: message.id });
      },
    });
    const places = new Places();
    const decoder = new TextDecoder();
    const reader = response.body.getReader();
    try {
      for (let next = await reader.read(); !next.done; next = await reader.read()) {
        clearTimeout(watchdog);
        watchdog = setTimeout(() => dead.abort(), silenceMs);
        const piece = decoder.decode(next.value, { stream: true });
        parser.feed(piece);
        yield* ready.splice(0);
        const place = places.newest(piece);
        if (place !== undefined) yield { cursor: place };
      }
    } finally {
      await reader.cancel().catch(() => undefined);
    }
  } finally {
    clearTimeout(watchdog);
    dead.abort();
  }
}

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    function done() {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    }
    signal?.addEventListener('abort', done);
  });
}
