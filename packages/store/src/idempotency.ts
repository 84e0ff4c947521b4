import { TrainyardError } from '@trainyard/contracts';
import type { Db } from './connection.ts';
import { jsonb } from './jsonb.ts';

export interface StoredReply {
  status: number;
  body: unknown;
}

/**
 * - new: this request is the first, and its reply is to be stored. - replay: it was answered before, with `reply`.
 * - busy: the first one is still being answered.
 */
export type Remembered = { kind: 'new' } | { kind: 'busy' } | { kind: 'replay'; reply: StoredReply };

interface KeyRow {
  body_hash: string;
  status: number | null;
  reply: unknown;
}

/**
 * Takes an Idempotency-Key for a request; throws idempotency-conflict where it came with another body before. A first
 * request that has not been answered for `busySeconds` is given up: its process died.
 */
export async function takeIdempotencyKey(
  db: Db,
  request: { ownerId: string; key: string; bodyHash: string; seconds: number; busySeconds?: number },
): Promise<Remembered> {
  await db.query('DELETE FROM idempotency_key WHERE created_at < clock_timestamp() - make_interval(secs => $1)', [
    request.seconds,
  ]);
  const taken = await db.query(
    'INSERT INTO idempotency_key (owner_id, key, body_hash) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
    [request.ownerId, request.key, request.bodyHash],
  );
  if (taken.count === 1) return { kind: 'new' };
  const abandoned = await db.query(
    `UPDATE idempotency_key SET created_at = clock_timestamp() WHERE owner_id = $1 AND key = $2 AND body_hash = $3
       AND status IS NULL AND created_at < clock_timestamp() - make_interval(secs => $4)`,
    [request.ownerId, request.key, request.bodyHash, request.busySeconds ?? request.seconds],
  );
  if (abandoned.count === 1) return { kind: 'new' };
  const found = await db.query<KeyRow>(
    'SELECT body_hash, status, reply FROM idempotency_key WHERE owner_id = $1 AND key = $2',
    [request.ownerId, request.key],
  );
  const row = found.rows[0];
  if (row === undefined) return { kind: 'busy' };
  if (row.body_hash !== request.bodyHash) throw new TrainyardError('idempotency-conflict', { key: request.key });
  return row.status === null ? { kind: 'busy' } : { kind: 'replay', reply: { status: row.status, body: row.reply } };
}

export async function storeReply(db: Db, request: { ownerId: string; key: string }, reply: StoredReply): Promise<void> {
  await db.query('UPDATE idempotency_key SET status = $3, reply = $4 WHERE owner_id = $1 AND key = $2', [
    request.ownerId,
    request.key,
    reply.status,
    jsonb(reply.body ?? null),
  ]);
}

/** The request failed without an effect: the key may be used again. */
export async function dropIdempotencyKey(db: Db, request: { ownerId: string; key: string }): Promise<void> {
  await db.query('DELETE FROM idempotency_key WHERE owner_id = $1 AND key = $2', [request.ownerId, request.key]);
}
