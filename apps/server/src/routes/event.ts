import { eventKind, TrainyardError, topic as topicSchema } from '@trainyard/contracts';
import { listEvents, runIdOf } from '@trainyard/store';
import type { Handlers } from '../http/handler.ts';
import { securityHeaders } from '../http/security-headers.ts';
import type { Parts } from '../parts.ts';
import { Bell, StreamConnection } from '../stream/connection.ts';
import { type Cursor, parseCursor } from '../stream/cursor.ts';
import type { Subscription } from '../stream/event-hub.ts';

const maxTopics = 100;

function kindsOf(text: string | undefined) {
  if (text === undefined || text === '') return undefined;
  return text.split(',').map((kind) => {
    const parsed = eventKind.safeParse(kind.trim());
    if (parsed.success) return parsed.data;
    throw queryError('kinds', `"${kind}" is no kind of event; expected ${eventKind.options.join(', ')}`);
  });
}

function queryError(path: string, message: string): TrainyardError {
  return new TrainyardError('query-invalid', { detail: `query ${path}: ${message}` }, { issues: [{ path, message }] });
}

/** `run:47` becomes `run:<id>`; each topic once. */
async function topicsOf({ store }: Parts, text: string): Promise<string[]> {
  const names = [...new Set(text.split(',').map((name) => name.trim()))];
  if (names.length > maxTopics) throw queryError('topics', `at most ${maxTopics} topics fit one stream`);
  const topics = names.map(async (name) => {
    if (!topicSchema.safeParse(name).success)
      throw queryError('topics', `"${name}" is no topic; expected runs or run:<id>`);
    return name === 'runs' ? name : `run:${await runIdOf(store, name.slice('run:'.length))}`;
  });
  return [...new Set(await Promise.all(topics))];
}

export function eventRoutes(parts: Parts): Handlers<'listEvents' | 'streamEvents'> {
  const { store, hub, settings, log, access } = parts;

  /** Where the stream begins: at the cursor; without one at a run's first event, and at now for all runs. */
  function place(subscription: Subscription, given: Cursor): number {
    const { topic } = subscription.feed;
    return given.get(topic) ?? (topic === 'runs' ? subscription.feed.last : 0);
  }

  return {
    async listEvents({ params, query }) {
      const runId = await runIdOf(store, params.id);
      const kinds = kindsOf(query.kinds);
      const { after, limit } = query;
      return { items: await listEvents(store, runId, { after, limit, ...(kinds === undefined ? {} : { kinds }) }) };
    },
    async streamEvents({ query, request, reply }) {
      const topics = await topicsOf(parts, query.topics);
      const lastId = request.headers['last-event-id'];
      const given = parseCursor(typeof lastId === 'string' && lastId !== '' ? lastId : query.cursor);
      const { keyId } = request;
      const bell = new Bell();
      const subscriptions = await hub.subscribeAll(topics, bell.ring);
      const cursor: Cursor = new Map(subscriptions.map((one) => [one.feed.topic, place(one, given)]));
      reply.hijack();
      request.raw.socket.setNoDelay(true);
      reply.raw.writeHead(200, {
        ...securityHeaders,
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-cache, no-transform',
        'x-accel-buffering': 'no',
        'x-request-id': request.id,
      });
      const connection = new StreamConnection(reply.raw, subscriptions, cursor, bell, {
        heartbeatMs: settings.sseHeartbeatSeconds * 1000,
        slowClientMs: settings.sseSlowClientSeconds * 1000,
        signal: keyId === null ? hub.closing.signal : AbortSignal.any([hub.closing.signal, access.signalOf(keyId)]),
      });
      // A failed read ends this stream; the client comes back with its cursor.
      hub.clients += 1;
      void connection
        .run()
        .catch((error: unknown) => {
          log.warn({ err: error, reqId: request.id }, 'an event stream ended');
          reply.raw.destroy();
        })
        .finally(() => {
          hub.clients -= 1;
        });
      return reply;
    },
  };
}
