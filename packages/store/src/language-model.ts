import {
  type LanguageModel,
  type LanguageModelCreate,
  type LanguageModelPatch,
  type LanguageRole,
  languageModel,
  TrainyardError,
} from '@trainyard/contracts';
import { nearestIn } from './by-name.ts';
import { type Db, newId, type Transaction } from './connection.ts';
import { requireOwn } from './ownership.ts';
import { holdProvider } from './provider.ts';
import type { Deleter } from './run-delete.ts';
import { isTaken } from './taken.ts';

interface ModelRow {
  id: string;
  name: string;
  provider: string;
  kind: string;
  model: string;
  temperature: number | null;
  max_tokens: number;
  top_p: number | null;
  top_k: number | null;
  active: boolean;
  default_for: string[];
  owner_id: string;
  owner_name: string | null;
  created_at: string;
  changed_at: string;
}

/** `$1` is who asks. */
const select = `SELECT m.id, m.name, p.name AS provider, p.kind, m.model, m.temperature, m.max_tokens, m.top_p, m.top_k, m.active,
  ARRAY(SELECT d.role FROM language_model_default d WHERE d.language_model_id = m.id AND d.user_id = $1 ORDER BY 1) AS default_for,
  m.owner_id, u.name AS owner_name, m.created_at, m.changed_at
  FROM language_model m JOIN provider p ON p.id = m.provider_id LEFT JOIN "user" u ON u.id = m.owner_id`;

function toModel({ owner_id, owner_name, ...row }: ModelRow): LanguageModel {
  return languageModel.parse({ ...row, owner: { id: owner_id, name: owner_name ?? 'unknown' } });
}

export async function languageModelNotFound(db: Db, name: string): Promise<TrainyardError> {
  const near = await nearestIn(db, 'language_model', name);
  const nearest = near === null ? '' : ` Did you mean ${near}?`;
  return new TrainyardError('language-model-not-found', { name, nearest });
}

export async function listLanguageModels(db: Db, userId: string): Promise<LanguageModel[]> {
  return (await db.query<ModelRow>(`${select} ORDER BY m.name`, [userId])).rows.map(toModel);
}

/** Throws language-model-not-found. */
export async function getLanguageModel(db: Db, userId: string, name: string): Promise<LanguageModel> {
  const [row] = (await db.query<ModelRow>(`${select} WHERE m.name = $2`, [userId, name])).rows;
  if (row === undefined) throw await languageModelNotFound(db, name);
  return toModel(row);
}

/** Throws provider-not-found, language-model-exists. */
export async function createLanguageModel(
  tx: Transaction,
  ownerId: string,
  given: Omit<LanguageModelCreate, 'top_k'> & { top_k: number | null },
): Promise<LanguageModel> {
  const providerId = await holdProvider(tx, given.provider);
  try {
    await tx.query(
      `INSERT INTO language_model (id, owner_id, name, provider_id, model, temperature, max_tokens, top_p, top_k)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        newId(),
        ownerId,
        given.name,
        providerId,
        given.model,
        given.temperature,
        given.max_tokens,
        given.top_p,
        given.top_k,
      ],
    );
  } catch (error) {
    throw isTaken(error) ? new TrainyardError('language-model-exists', { name: given.name }, { cause: error }) : error;
  }
  return getLanguageModel(tx, ownerId, given.name);
}

/** Others' runs ask by its name: only its owner and admins may change what stands behind it. */
async function lockOwn(tx: Transaction, by: Deleter, name: string): Promise<void> {
  const found = await tx.query<{ owner_id: string }>('SELECT owner_id FROM language_model WHERE name = $1 FOR UPDATE', [
    name,
  ]);
  const [model] = found.rows;
  if (model === undefined) throw await languageModelNotFound(tx, name);
  requireOwn([model.owner_id], by, 'the language model');
}

/** Throws forbidden, language-model-not-found, language-model-exists, provider-not-found. */
export async function patchLanguageModel(
  tx: Transaction,
  by: Deleter,
  name: string,
  { provider, ...given }: LanguageModelPatch,
): Promise<LanguageModel> {
  await lockOwn(tx, by, name);
  const providerId = provider === undefined ? undefined : await holdProvider(tx, provider);
  const changes = Object.entries({ ...given, provider_id: providerId }).filter(([, value]) => value !== undefined);
  // The columns are named as the fields of the patch, which its schema has checked.
  const sets = changes.map(([column], i) => `${column} = $${i + 2}`);
  try {
    await tx.query(
      `UPDATE language_model SET ${[...sets, 'changed_at = clock_timestamp()'].join(', ')} WHERE name = $1`,
      [name, ...changes.map(([, value]) => value)],
    );
  } catch (error) {
    if (!isTaken(error)) throw error;
    throw new TrainyardError('language-model-exists', { name: given.name ?? name }, { cause: error });
  }
  return getLanguageModel(tx, by.id, given.name ?? name);
}

/** Throws forbidden, language-model-not-found. */
export async function deleteLanguageModel(tx: Transaction, by: Deleter, name: string): Promise<void> {
  await lockOwn(tx, by, name);
  await tx.query('DELETE FROM language_model WHERE name = $1', [name]);
}

/** Throws language-model-not-found, language-model-inactive. */
export async function setDefaultLanguageModel(
  tx: Transaction,
  chosen: { userId: string; role: LanguageRole; name: string },
): Promise<LanguageModel> {
  const model = await getLanguageModel(tx, chosen.userId, chosen.name);
  if (!model.active) throw new TrainyardError('language-model-inactive', { name: model.name });
  await tx.query(
    `INSERT INTO language_model_default (user_id, role, language_model_id) VALUES ($1, $2, $3)
     ON CONFLICT (user_id, role) DO UPDATE SET language_model_id = excluded.language_model_id`,
    [chosen.userId, chosen.role, model.id],
  );
  return getLanguageModel(tx, chosen.userId, chosen.name);
}

export async function removeDefaultLanguageModel(db: Db, userId: string, role: LanguageRole): Promise<void> {
  await db.query('DELETE FROM language_model_default WHERE user_id = $1 AND role = $2', [userId, role]);
}
