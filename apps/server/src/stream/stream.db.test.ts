import { connect } from 'node:net';
import { type Client, createClient, type StreamedEvent } from '@trainyard/api-client';
import { testCluster } from '@trainyard/testkit';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestServer, testServer } from '../server.fixture.ts';

let server: TestServer;
let client: Client;
beforeAll(async () => {
  server = await testServer({ sseHeartbeatSeconds: 0.2 });
  client = server.client;
});
afterAll(() => server.end());

async function externalRun(): Promise<string> {
  return (await client.call('createRun', { body: { executor: 'external' } })).id;
}
const point = (step: number) => ({ points: [{ key: 'loss', step, value: 1 / step }] });

/** Collects until the condition holds. */
async function until(events: AsyncGenerator<StreamedEvent>, enough: (seen: StreamedEvent[]) => boolean) {
  const seen: StreamedEvent[] = [];
  for await (const event of events) {
    seen.push(event);
    if (enough(seen)) break;
  }
  return seen;
}

describe('the event stream', () => {
  it('sends a run from its first event, with log lines filled in', async () => {
    const id = await externalRun();
    await client.call('intakeMetrics', { params: { id }, body: point(1) });
    await client.call('intakeLogs', { params: { id }, body: { lines: [{ text: 'one' }, { text: 'two' }] } });
    const seen = await until(client.events({ topics: [`run:${id}`] }), (all) => all.length === 3);
    expect(seen.map((event) => [event.seq, event.kind])).toEqual([
      [1, 'run-submitted'],
      [2, 'metrics-reported'],
      [3, 'log-written'],
    ]);
    expect(seen[2]).toMatchObject({
      data: {
        first_line: 0,
        count: 2,
        lines: [
          { n: 0, text: 'one' },
          { n: 1, text: 'two' },
        ],
      },
    });
  });

  it('tells of all runs from now on, and of a watched run once', async () => {
    const before = await externalRun();
    const stop = new AbortController();
    const events = client.events({ topics: ['runs', `run:${before}`], signal: stop.signal });
    const seen: StreamedEvent[] = [];
    const reading = (async () => {
      for await (const event of events) seen.push(event);
    })();
    await expect.poll(() => seen.length).toBe(1); // the watched run's own first event
    const after = await externalRun();
    await client.call('finishRun', { params: { id: before }, body: { status: 'completed' } });
    await expect.poll(() => seen.length).toBe(3);
    stop.abort();
    await reading;
    const told = seen.map((event) => [event.run_id === before ? 'before' : 'after', event.kind]);
    expect(told.sort()).toEqual([
      ['after', 'run-submitted'],
      ['before', 'run-submitted'],
      ['before', 'status-changed'],
    ]);
    expect(after).not.toBe(before);
  });

  it('cut at any moment and resumed, has neither gap nor repeat', async () => {
    const cuts = fc.array(fc.integer({ min: 1, max: 25 }), { minLength: 5, maxLength: 20 });
    const property = fc.asyncProperty(cuts, async (takes) => {
      const id = await externalRun();
      const total = takes.reduce((sum, take) => sum + take, 0);
      const writing = (async () => {
        for (let step = 1; step < total; step += 1)
          await client.call('intakeMetrics', { params: { id }, body: point(step) });
      })();
      const seen: number[] = [];
      let cursor: string | undefined;
      // A fresh connection for each stretch, cut in the middle of whatever comes.
      for (const take of takes) {
        const stop = new AbortController();
        const end = seen.length + take;
        for await (const event of client.events({ topics: [`run:${id}`], cursor, signal: stop.signal })) {
          seen.push(event.seq);
          cursor = event.cursor;
          if (seen.length === end) stop.abort();
        }
      }
      await writing;
      expect(seen).toEqual(Array.from({ length: total }, (_, index) => index + 1));
    });
    await fc.assert(property, { numRuns: 4, endOnFailure: true });
  }, 120_000);

  it('goes on by itself when the server ends and comes back', async () => {
    const other = await server.again();
    const id = await externalRun();
    let from = other;
    // One address that leads to whichever server is up, as a port does.
    const through: typeof fetch = (input, init) => fetch(String(input).replace('http://server', from.url), init);
    const watching = createClient({ url: 'http://server', key: server.localKey, fetch: through });
    const seen: number[] = [];
    const stop = new AbortController();
    const reading = (async () => {
      for await (const event of watching.events({ topics: [`run:${id}`], signal: stop.signal })) seen.push(event.seq);
    })();
    await expect.poll(() => seen).toEqual([1]);
    const closed = performance.now();
    await other.close();
    expect(performance.now() - closed).toBeLessThan(3_000);
    await client.call('intakeMetrics', { params: { id }, body: point(1) });
    from = await server.again();
    await expect.poll(() => seen, { timeout: 10_000 }).toEqual([1, 2]);
    stop.abort();
    await reading;
  });

  it('sends a sign of life when there is nothing to say, and cannot be changed on the way', async () => {
    const id = await externalRun();
    const stop = new AbortController();
    const response = await fetch(`${server.url}/api/v1/events?topics=run:${id}`, {
      headers: { authorization: `Bearer ${server.localKey}`, 'accept-encoding': 'gzip' },
      signal: stop.signal,
    });
    expect(response.headers.get('cache-control')).toContain('no-transform');
    expect(response.headers.get('x-accel-buffering')).toBe('no');
    expect(response.headers.get('content-encoding')).toBeNull();
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    while (!/\n: \d{4}-/.test(text)) text += (await reader?.read())?.value ?? '';
    expect(text).toContain(`id: run:${id}=1`);
    stop.abort();
  });

  it('lets a client go that takes nothing, without keeping what it misses in memory', async () => {
    const slow = await testServer({ sseSlowClientSeconds: 0.3 });
    try {
      const own = slow.client;
      const { id } = await own.call('createRun', { body: { executor: 'external' } });
      const lines = Array.from({ length: 2_000 }, (_, n) => ({ text: `${n} ${'x'.repeat(500)}` }));
      for (let i = 0; i < 20; i += 1) await own.call('intakeLogs', { params: { id }, body: { lines } });
      const { port } = new URL(slow.url);
      const socket = connect(Number(port), '127.0.0.1');
      socket.pause();
      let gone = false;
      socket.on('close', () => {
        gone = true;
      });
      socket.on('error', () => undefined);
      socket.write(
        `GET /api/v1/events?topics=run:${id} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${slow.localKey}\r\n\r\n`,
      );
      await expect.poll(() => slow.parts.hub.clients).toBe(1);
      await expect.poll(() => slow.parts.hub.clients, { timeout: 10_000 }).toBe(0);
      socket.resume();
      await expect.poll(() => gone, { timeout: 10_000 }).toBe(true);
    } finally {
      await slow.end();
    }
  });
});

describe('a database that goes away and comes back', () => {
  it('is told as 503 meanwhile, and streams and requests go on afterwards', async () => {
    const cluster = await testCluster();
    const id = await externalRun();
    const seen: number[] = [];
    const stop = new AbortController();
    const reading = (async () => {
      for await (const event of client.events({ topics: [`run:${id}`], signal: stop.signal })) seen.push(event.seq);
    })();
    await expect.poll(() => seen).toEqual([1]);
    await cluster.kill();
    try {
      await expect(client.call('listRuns', { query: {} })).rejects.toMatchObject({
        status: 503,
        code: 'database-unreachable',
      });
      await expect(client.call('ready')).rejects.toMatchObject({ status: 503 });
      expect(await client.call('health')).toMatchObject({ status: 'ok' });
    } finally {
      await cluster.start();
    }
    await expect.poll(() => client.call('ready').catch(() => null), { timeout: 10_000 }).toEqual({ status: 'ready' });
    await client.call('intakeMetrics', { params: { id }, body: point(1) });
    await expect.poll(() => seen, { timeout: 10_000 }).toEqual([1, 2]);
    stop.abort();
    await reading;
  });
});
