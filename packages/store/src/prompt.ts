import {
  type Prompt,
  type PromptVersion,
  type PromptVersionLine,
  promptVersion,
  promptVersionLine,
  TrainyardError,
} from '@trainyard/contracts';
import { nearestIn, pageByName } from './by-name.ts';
import { type Db, newId, type Transaction } from './connection.ts';
import { jsonb, storable } from './jsonb.ts';
import { requireOwn } from './ownership.ts';
import type { Deleter } from './run-delete.ts';
import type { ListQuery, Page } from './run-list.ts';

/** A text that is to become a version, with what was worked out from it. */
export interface PromptText {
  system: string;
  output: string;
  examples: readonly { input: string; output: string }[];
  hash: string;
  placeholders: readonly string[];
  features: PromptVersion['features'];
}

interface LineRow {
  version: number;
  parents: number[];
  origin: string;
  action: string | null;
  why: string;
  run_id: string | null;
  run_number: number | null;
  run_name: string | null;
  hash: string;
  words: number;
  current: boolean;
  owner_id: string;
  owner_name: string | null;
  created_at: string;
}

interface VersionRow extends LineRow {
  name: string;
  system: string;
  output: string;
  examples: unknown;
  placeholders: string[];
  features: unknown;
}

const line = `v.version, v.parents, v.origin, v.action, v.why, r.id AS run_id, r.number AS run_number, r.name AS run_name,
  v.hash, (SELECT count(*) FROM regexp_matches(v.system || ' ' || v.output, '\\S+', 'g')) AS words,
  v.version = p.current_version AS current, v.owner_id, u.name AS owner_name, v.created_at`;
const whole = `p.name, ${line}, v.system, v.output, v.examples, v.placeholders, v.features`;
const from = `FROM prompt_version v JOIN prompt p ON p.id = v.prompt_id
  LEFT JOIN run r ON r.id = v.run_id AND r.deleted_at IS NULL LEFT JOIN "user" u ON u.id = v.owner_id`;

function told<Row extends LineRow>({ run_id, run_number, run_name, owner_id, owner_name, ...row }: Row) {
  return {
    ...row,
    run: run_id === null ? null : { id: run_id, number: run_number, name: run_name },
    owner: { id: owner_id, name: owner_name ?? 'unknown' },
  };
}

interface PromptRow {
  id: string;
  name: string;
  description: string;
  versions: number;
  owner_id: string;
  owner_name: string | null;
  created_at: string;
}

const select = `SELECT p.id, p.name, p.description,
  (SELECT count(*) FROM prompt_version v WHERE v.prompt_id = p.id) AS versions,
  p.owner_id, u.name AS owner_name, p.created_at FROM prompt p LEFT JOIN "user" u ON u.id = p.owner_id`;

async function withCurrent(db: Db, rows: readonly PromptRow[]): Promise<Prompt[]> {
  const found = await db.query<VersionRow>(
    `SELECT ${whole} ${from} WHERE p.id = ANY ($1::uuid[]) AND v.version = p.current_version`,
    [rows.map((row) => row.id)],
  );
  const current = new Map(found.rows.map((row) => [row.name, promptVersion.parse(told(row))]));
  return rows.flatMap(({ owner_id, owner_name, ...row }) => {
    const version = current.get(row.name);
    const owner = { id: owner_id, name: owner_name ?? 'unknown' };
    return version === undefined ? [] : [{ ...row, current: version, owner }];
  });
}

async function promptNotFound(db: Db, name: string): Promise<TrainyardError> {
  const near = await nearestIn(db, 'prompt', name);
  return new TrainyardError('prompt-not-found', {
    prompt: name,
    nearest: near === null ? '' : ` Did you mean "${near}"?`,
  });
}

export async function listPrompts(db: Db, query: Pick<ListQuery, 'q' | 'limit' | 'cursor'>): Promise<Page<Prompt>> {
  const { rows, ...page } = await pageByName<PromptRow>(db, { table: 'prompt', as: 'p', select }, query);
  return { items: await withCurrent(db, rows), ...page };
}

/** Throws prompt-not-found. */
export async function getPrompt(db: Db, name: string): Promise<Prompt> {
  const found = await db.query<PromptRow>(`${select} WHERE p.name = $1`, [name]);
  const [prompt] = await withCurrent(db, found.rows);
  if (prompt === undefined) throw await promptNotFound(db, name);
  return prompt;
}

/** Newest first. Throws prompt-not-found. */
export async function listPromptVersions(db: Db, name: string): Promise<PromptVersionLine[]> {
  const found = await db.query<LineRow>(`SELECT ${line} ${from} WHERE p.name = $1 ORDER BY v.version DESC`, [name]);
  if (found.count === 0) throw await promptNotFound(db, name);
  return found.rows.map((row) => promptVersionLine.parse(told(row)));
}

/** Throws prompt-not-found and prompt-version-not-found. */
export async function getPromptVersion(db: Db, name: string, version: number): Promise<PromptVersion> {
  const found = await db.query<VersionRow>(`SELECT ${whole} ${from} WHERE p.name = $1 AND v.version = $2`, [
    name,
    version,
  ]);
  const [row] = found.rows;
  if (row === undefined) throw await versionNotFound(db, name, version);
  return promptVersion.parse(told(row));
}

async function versionNotFound(db: Db, name: string, version: number): Promise<TrainyardError> {
  const found = await db.query<{ last: number }>('SELECT last_version AS last FROM prompt WHERE name = $1', [name]);
  const [prompt] = found.rows;
  if (prompt === undefined) return promptNotFound(db, name);
  return new TrainyardError('prompt-version-not-found', { prompt: name, version, newest: prompt.last });
}

interface LockedPrompt {
  id: string;
  owner_id: string;
  last_version: number;
}

/** The row's lock makes changes of one prompt come one after the other. */
async function lockPrompt(tx: Transaction, name: string): Promise<LockedPrompt> {
  const found = await tx.query<LockedPrompt>(
    'SELECT id, owner_id, last_version FROM prompt WHERE name = $1 FOR UPDATE',
    [name],
  );
  const [prompt] = found.rows;
  if (prompt === undefined) throw await promptNotFound(tx, name);
  return prompt;
}

export interface NewVersion {
  text: PromptText;
  parents: readonly number[];
  origin: PromptVersion['origin'];
  action: string | null;
  why: string;
  runId: string | null;
  ownerId: string;
}

async function insertVersion(tx: Transaction, promptId: string, version: number, made: NewVersion): Promise<void> {
  const { text } = made;
  await tx.query(
    `INSERT INTO prompt_version (prompt_id, version, owner_id, parents, origin, action, why, run_id, system, output, examples,
       hash, placeholders, features) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
    [
      promptId,
      version,
      made.ownerId,
      [...made.parents],
      made.origin,
      made.action === null ? null : storable(made.action),
      storable(made.why),
      made.runId,
      text.system,
      text.output,
      jsonb(text.examples),
      text.hash,
      [...text.placeholders],
      jsonb(text.features),
    ],
  );
  await tx.query('UPDATE prompt SET last_version = $2 WHERE id = $1', [promptId, version]);
}

/** With its first version. Throws prompt-exists. */
export async function createPrompt(
  tx: Transaction,
  prompt: { name: string; description: string; first: NewVersion },
): Promise<void> {
  const id = newId();
  const made = await tx.query(
    'INSERT INTO prompt (id, owner_id, name, description) VALUES ($1, $2, $3, $4) ON CONFLICT (name) DO NOTHING',
    [id, prompt.first.ownerId, prompt.name, storable(prompt.description)],
  );
  if (made.count === 0) throw new TrainyardError('prompt-exists', { prompt: prompt.name });
  await insertVersion(tx, id, 1, prompt.first);
}

/** A text that is there already keeps its number. Throws prompt-not-found and prompt-version-not-found (a parent). */
export async function addPromptVersion(
  tx: Transaction,
  name: string,
  made: NewVersion,
): Promise<{ version: number; created: boolean }> {
  const prompt = await lockPrompt(tx, name);
  const unknown = made.parents.find((parent) => parent > prompt.last_version);
  if (unknown !== undefined) throw await versionNotFound(tx, name, unknown);
  const same = await tx.query<{ version: number }>(
    'SELECT version FROM prompt_version WHERE prompt_id = $1 AND hash = $2',
    [prompt.id, made.text.hash],
  );
  const [there] = same.rows;
  if (there !== undefined) return { version: there.version, created: false };
  const version = prompt.last_version + 1;
  await insertVersion(tx, prompt.id, version, made);
  return { version, created: true };
}

/** Throws prompt-not-found and prompt-version-not-found. */
export async function usePromptVersion(tx: Transaction, name: string, version: number): Promise<void> {
  const { id, last_version } = await lockPrompt(tx, name);
  if (version > last_version) throw await versionNotFound(tx, name, version);
  await tx.query('UPDATE prompt SET current_version = $2 WHERE id = $1', [id, version]);
}

export async function patchPrompt(db: Db, name: string, description: string): Promise<void> {
  const changed = await db.query('UPDATE prompt SET description = $2 WHERE name = $1', [name, storable(description)]);
  if (changed.count === 0) throw await promptNotFound(db, name);
}

/** Its owner or an admin may. */
export async function deletePrompt(tx: Transaction, name: string, by: Deleter): Promise<void> {
  const prompt = await lockPrompt(tx, name);
  requireOwn([prompt.owner_id], by, 'the prompt');
  await tx.query('DELETE FROM prompt WHERE id = $1', [prompt.id]);
}
