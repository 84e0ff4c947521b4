import { createHash } from 'node:crypto';
import { TrainyardError } from '@trainyard/contracts';
import { dropIdempotencyKey, storeReply, takeIdempotencyKey } from '@trainyard/store';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Parts } from '../parts.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The key that this request was the first to bring. */
    idempotency: { ownerId: string; key: string } | null;
  }
}

const keyFormat = z.string().min(1).max(200);
const stored = z.object({ location: z.string().nullable(), payload: z.string(), type: z.string() });

const problemCode = z.object({ code: z.string() });

/** The answer to a commit was lost with the connection, or nothing was committed: nobody here knows. */
function mayBeDone(payload: unknown): boolean {
  try {
    return problemCode.parse(JSON.parse(String(payload))).code === 'database-unreachable';
  } catch {
    return false; // another failure's body
  }
}

/** Uploads are told apart by their key alone: their body is a stream that nobody holds. */
function hashOf(request: FastifyRequest): string {
  const body = request.body === undefined ? '' : JSON.stringify(request.body);
  return createHash('sha256').update(`${request.method} ${request.url}\n${body}`).digest('hex');
}

/**
 * `Idempotency-Key` on POST: the same key answers with the first reply and does nothing again. Modes of a key: unknown →
 * taken (busy) → answered; a failure on our side forgets it, so that the caller may try again. Where the database went
 * away, what was asked may have been done all the same: the key stays busy until the request has surely ended.
 */
export function addIdempotency(app: FastifyInstance, { store, settings }: Pick<Parts, 'store' | 'settings'>): void {
  app.decorateRequest('idempotency', null);

  app.addHook('preHandler', async (request, reply) => {
    const header = request.headers['idempotency-key'];
    const { caller } = request;
    if (request.method !== 'POST' || header === undefined || caller === null) return;
    const key = keyFormat.safeParse(header);
    if (!key.success) {
      throw new TrainyardError('query-invalid', { detail: 'Idempotency-Key must have 1 to 200 characters' });
    }
    const asked = { ownerId: caller.id, key: key.data };
    const remembered = await takeIdempotencyKey(store, {
      ...asked,
      bodyHash: hashOf(request),
      seconds: settings.idempotencySeconds,
      // Uploads take as long as they take.
      busySeconds: request.isMultipart() ? settings.idempotencySeconds : settings.requestTimeoutSeconds,
    });
    if (remembered.kind === 'busy') throw new TrainyardError('idempotency-busy', { key: key.data });
    if (remembered.kind === 'new') {
      request.idempotency = asked;
      return;
    }
    const { location, payload, type } = stored.parse(remembered.reply.body);
    if (location !== null) reply.header('location', location);
    return reply
      .code(remembered.reply.status)
      .header('idempotency-replayed', 'true')
      .type(type)
      .serializer((text: unknown) => String(text))
      .send(payload);
  });

  app.addHook('onSend', async (request, reply, payload) => {
    const asked = request.idempotency;
    if (asked === null) return;
    request.idempotency = null;
    // The request is answered either way: what cannot be remembered is only not replayed.
    const failed = (error: unknown): void => request.log.warn({ err: error }, 'an Idempotency-Key could not be kept');
    if (reply.statusCode === 503 && mayBeDone(payload)) return;
    if (reply.statusCode >= 500 || typeof payload !== 'string') {
      await dropIdempotencyKey(store, asked).catch(failed);
      return;
    }
    const location = reply.getHeader('location');
    const body = {
      location: typeof location === 'string' ? location : null,
      payload,
      type: String(reply.getHeader('content-type') ?? 'application/json'),
    };
    await storeReply(store, asked, { status: reply.statusCode, body }).catch(failed);
  });
}
