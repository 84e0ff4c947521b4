import { type Provider, type ProviderCreate, type ProviderPatch, provider, TrainyardError } from '@trainyard/contracts';
import { nearestIn } from './by-name.ts';
import type { Db, Transaction } from './connection.ts';
import { isTaken } from './taken.ts';

interface ProviderRow {
  id: string;
  name: string;
  kind: string;
  base_url: string | null;
  project: string | null;
  location: string | null;
  has_key: boolean;
  max_concurrent: number;
  max_per_minute: number | null;
  timeout_s: number;
  retries: number;
  tested_at: string | null;
  tested_ok: boolean | null;
  models: number;
  owner_id: string;
  owner_name: string | null;
  created_at: string;
  changed_at: string;
}

const select = `SELECT p.id, p.name, p.kind, p.base_url, p.project, p.location, p.sealed_key IS NOT NULL AS has_key,
  p.max_concurrent, p.max_per_minute, p.timeout_s, p.retries, p.tested_at, p.tested_ok,
  (SELECT count(*) FROM language_model m WHERE m.provider_id = p.id) AS models,
  p.owner_id, u.name AS owner_name, p.created_at, p.changed_at
  FROM provider p LEFT JOIN "user" u ON u.id = p.owner_id`;

function toProvider({ owner_id, owner_name, tested_at, tested_ok, ...row }: ProviderRow): Provider {
  return provider.parse({
    ...row,
    tested: tested_at === null ? null : { at: tested_at, ok: tested_ok === true },
    owner: { id: owner_id, name: owner_name ?? 'unknown' },
  });
}

async function providerNotFound(db: Db, name: string): Promise<TrainyardError> {
  const near = await nearestIn(db, 'provider', name);
  return new TrainyardError('provider-not-found', { name, nearest: near === null ? '' : ` Did you mean ${near}?` });
}

export async function listProviders(db: Db): Promise<Provider[]> {
  return (await db.query<ProviderRow>(`${select} ORDER BY p.name`)).rows.map(toProvider);
}

/** Throws provider-not-found. */
export async function getProvider(db: Db, name: string): Promise<Provider> {
  const [row] = (await db.query<ProviderRow>(`${select} WHERE p.name = $1`, [name])).rows;
  if (row === undefined) throw await providerNotFound(db, name);
  return toProvider(row);
}

/** Its id; it cannot be removed before the transaction ends. Throws provider-not-found. */
export async function holdProvider(tx: Transaction, name: string): Promise<string> {
  const held = await tx.query<{ id: string }>('SELECT id FROM provider WHERE name = $1 FOR KEY SHARE', [name]);
  const id = held.rows[0]?.id;
  if (id === undefined) throw await providerNotFound(tx, name);
  return id;
}

/** As it is until the transaction ends. Throws provider-not-found. */
export async function lockProvider(tx: Transaction, name: string): Promise<Provider> {
  await tx.query('SELECT 1 FROM provider WHERE name = $1 FOR UPDATE', [name]);
  return getProvider(tx, name);
}

/** The key comes sealed; its id comes too, because the seal holds it. Throws provider-exists. */
export async function createProvider(
  db: Db,
  made: { id: string; ownerId: string; given: Omit<ProviderCreate, 'key'>; sealedKey: Buffer | null },
): Promise<void> {
  const { given } = made;
  try {
    await db.query(
      `INSERT INTO provider (id, owner_id, name, kind, base_url, project, location, sealed_key, max_concurrent,
         max_per_minute, timeout_s, retries) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
      [
        made.id,
        made.ownerId,
        given.name,
        given.kind,
        given.base_url ?? null,
        given.project ?? null,
        given.location ?? null,
        made.sealedKey,
        given.max_concurrent,
        given.max_per_minute,
        given.timeout_s,
        given.retries,
      ],
    );
  } catch (error) {
    throw isTaken(error) ? new TrainyardError('provider-exists', { name: given.name }, { cause: error }) : error;
  }
}

/** `sealedKey`: null takes the key away, undefined leaves it. Throws provider-not-found, provider-exists. */
export async function patchProvider(
  tx: Transaction,
  name: string,
  { key: _key, ...given }: ProviderPatch,
  sealedKey: Buffer | null | undefined,
): Promise<Provider> {
  const changes = Object.entries({ ...given, ...(sealedKey === undefined ? {} : { sealed_key: sealedKey }) }).filter(
    ([, value]) => value !== undefined,
  );
  // The columns are named as the fields of the patch, which its schema has checked.
  const sets = changes.map(([column], i) => `${column} = $${i + 2}`);
  try {
    const changed = await tx.query(
      `UPDATE provider SET ${[...sets, 'changed_at = clock_timestamp()', 'tested_at = NULL, tested_ok = NULL'].join(', ')}
       WHERE name = $1`,
      [name, ...changes.map(([, value]) => value)],
    );
    if (changed.count === 0) throw await providerNotFound(tx, name);
  } catch (error) {
    if (!isTaken(error)) throw error;
    throw new TrainyardError('provider-exists', { name: given.name ?? name }, { cause: error });
  }
  return getProvider(tx, given.name ?? name);
}

/** Throws provider-not-found, provider-in-use. */
export async function deleteProvider(tx: Transaction, name: string): Promise<void> {
  const locked = await tx.query<{ id: string }>('SELECT id FROM provider WHERE name = $1 FOR UPDATE', [name]);
  const id = locked.rows[0]?.id;
  if (id === undefined) throw await providerNotFound(tx, name);
  const users = await tx.query<{ name: string }>(
    'SELECT name FROM language_model WHERE provider_id = $1 ORDER BY name LIMIT 5',
    [id],
  );
  if (users.count > 0) {
    throw new TrainyardError('provider-in-use', { name, models: users.rows.map((row) => row.name).join(', ') });
  }
  await tx.query('DELETE FROM provider WHERE id = $1', [id]);
}

export async function noteProviderTest(db: Db, providerId: string, ok: boolean): Promise<void> {
  await db.query('UPDATE provider SET tested_at = clock_timestamp(), tested_ok = $2 WHERE id = $1', [providerId, ok]);
}
