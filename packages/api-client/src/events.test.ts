import { describe, expect, it } from 'vitest';
import { createClient } from './client.ts';

const runId = '0190c0de-0000-7000-8000-000000000001';

/** A server that sends `total` events, cutting the connection after `cutAfter` of them, and resumes by Last-Event-ID. */
function cuttingServer(total: number, cutAfter: number) {
  const resumedFrom: (string | null)[] = [];
  const fake: typeof fetch = async (_url, init) => {
    const last = new Headers(init?.headers).get('last-event-id');
    resumedFrom.push(last);
    const first = last === null ? 1 : Number(last.split('=')[1]) + 1;
    const events = Array.from({ length: Math.min(cutAfter, total - first + 1) }, (_, index) => {
      const seq = first + index;
      const data = JSON.stringify({ run_id: runId, seq, kind: 'warning-raised', data: {}, at: '2026-01-01T00:00:00Z' });
      return `id: run:${runId}=${seq}\nevent: warning-raised\ndata: ${data}\n\n`;
    });
    // Half an event at the end: a cut never falls between two messages.
    return new Response(`${events.join('')}id: run:${runId}=999\ndata: {"half`, { status: 200 });
  };
  return { fake, resumedFrom };
}

describe('the event stream', () => {
  it('goes on after every cut from the last event seen, without gap or repeat', async () => {
    const { fake, resumedFrom } = cuttingServer(10, 4);
    const client = createClient({ url: 'http://here', fetch: fake });
    const seen: number[] = [];
    for await (const event of client.events({ topics: [`run:${runId}`] })) {
      seen.push(event.seq);
      if (event.seq === 10) break;
    }
    expect(seen).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(resumedFrom).toEqual([null, `run:${runId}=4`, `run:${runId}=8`]);
  });

  it('goes on from where it was told to be, also when it was cut before the first event', async () => {
    const resumedFrom: (string | null)[] = [];
    const fake: typeof fetch = async (_url, init) => {
      resumedFrom.push(new Headers(init?.headers).get('last-event-id'));
      // The second half of the message is cut off: its place does not count.
      return new Response('retry: 500\nid: runs=7\n\nid: runs=8\ndata: {"half', { status: 200 });
    };
    const stop = new AbortController();
    const tries: number[] = [];
    const events = createClient({ url: 'http://here', fetch: fake }).events({
      topics: ['runs'],
      signal: stop.signal,
      onReconnect: (_cause, _waitMs, count) => {
        tries.push(count);
        if (resumedFrom.length === 2) stop.abort();
      },
    });
    for await (const event of events) expect(event).toBeUndefined();
    expect(resumedFrom).toEqual([null, 'runs=7']);
    expect(tries).toEqual([1, 1]);
  });

  it('tells where it stands on opening, and when it moves without an event', async () => {
    const quiet: typeof fetch = async () => new Response('retry: 500\nid: runs=7\n\n: still here\nid: runs=9\n\n');
    const stop = new AbortController();
    const places: string[] = [];
    const events = createClient({ url: 'http://here', fetch: quiet }).events({
      topics: ['runs'],
      cursor: 'runs=5',
      signal: stop.signal,
      onPlace: (cursor) => places.push(cursor),
      onReconnect: () => stop.abort(),
    });
    for await (const event of events) expect(event).toBeUndefined();
    expect(places).toEqual(['runs=5', 'runs=9']);
  });

  it('gives nothing more once it is aborted, whatever came in the same piece', async () => {
    const { fake } = cuttingServer(4, 4);
    const stop = new AbortController();
    const seen: number[] = [];
    const events = createClient({ url: 'http://here', fetch: fake }).events({
      topics: [`run:${runId}`],
      signal: stop.signal,
    });
    for await (const event of events) if (seen.push(event.seq) === 2) stop.abort();
    expect(seen).toEqual([1, 2]);
  });

  it('throws a refusal at once instead of trying again', async () => {
    const refusing: typeof fetch = async () => new Response('', { status: 404 });
    const events = createClient({ url: 'http://here', fetch: refusing }).events({ topics: ['run:5'] });
    await expect(events.next()).rejects.toMatchObject({ status: 404 });
  });

  it('ends quietly when it is aborted while it waits', async () => {
    const { fake } = cuttingServer(3, 3);
    const stop = new AbortController();
    const seen: number[] = [];
    const events = createClient({ url: 'http://here', fetch: fake }).events({
      topics: [`run:${runId}`],
      signal: stop.signal,
      onReconnect: () => stop.abort(),
    });
    for await (const event of events) seen.push(event.seq);
    expect(seen).toEqual([1, 2, 3]);
  });
});
