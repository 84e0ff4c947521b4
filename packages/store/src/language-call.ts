import {
  type LanguageCall,
  type LanguageUsageSum,
  languageCall,
  languageUsageSum,
  type UsageGroup,
} from '@trainyard/contracts';
import type { Db } from './connection.ts';
import type { Page } from './run-list.ts';

export interface CallQuery {
  /** Null: of everybody. */
  userId: string | null;
  runId?: string | undefined;
  role?: string | undefined;
  status?: string | undefined;
  languageModel?: string | undefined;
  since?: string | undefined;
}

interface CallRow {
  user_id: string;
  user_name: string | null;
  run_id: string | null;
  run_number: number | null;
  batch_number: number | null;
  batch_prompt: string | null;
  input_tokens: number | null;
  cached_input_tokens: number | null;
  output_tokens: number | null;
  reasoning_tokens: number | null;
}

function batchOf(number: number | null, prompt: string | null): LanguageCall['batch'] {
  return number === null ? null : { number, prompt };
}

function toCall(row: CallRow): LanguageCall {
  const { user_id, user_name, run_id, run_number, batch_number, batch_prompt, ...rest } = row;
  const { input_tokens, cached_input_tokens, output_tokens, reasoning_tokens, ...plain } = rest;
  return languageCall.parse({
    ...plain,
    user: { id: user_id, name: user_name ?? 'unknown' },
    // Calls of a batch have its id there.
    run: run_id === null || run_number === null ? null : { id: run_id, number: run_number },
    batch: batchOf(batch_number, batch_prompt),
    usage: { input_tokens, cached_input_tokens, output_tokens, reasoning_tokens },
  });
}

const which = `($1::uuid IS NULL OR c.user_id = $1) AND ($2::uuid IS NULL OR c.run_id = $2)
  AND ($3::text IS NULL OR c.role = $3) AND ($4::text IS NULL OR c.status = $4)
  AND ($5::text IS NULL OR c.language_model = $5) AND ($6::timestamptz IS NULL OR c.at >= $6)`;

function valuesOf({ userId, runId, role, status, languageModel, since }: CallQuery): unknown[] {
  return [userId, runId ?? null, role ?? null, status ?? null, languageModel ?? null, since ?? null];
}

/** The ledger, newest first. `cursor` is the id of the last one shown. */
export async function listCalls(
  db: Db,
  query: CallQuery & { limit: number; cursor?: string | undefined; request?: string | undefined },
): Promise<Page<LanguageCall>> {
  const cursor = query.cursor ?? null;
  const asked = `${which} AND ($7::uuid IS NULL OR c.request_id = $7)`;
  const values = [...valuesOf(query), query.request ?? null];
  const found = await db.query<CallRow & { id: string }>(
    `SELECT c.id, c.request_id, c.attempt, c.user_id, u.name AS user_name, c.run_id, r.number AS run_number,
       g.number AS batch_number, g.prompt_name AS batch_prompt, c.role,
       c.language_model, c.provider, c.model, c.revision, c.parameters, c.sample, c.key, c.status, c.usage_raw,
       c.input_tokens, c.cached_input_tokens, c.output_tokens, c.reasoning_tokens, c.price_version,
       c.cost_usd::float8 AS cost_usd, c.reserved_usd::float8 AS reserved_usd, c.kept, c.latency_ms, c.error, c.at, c.ended_at
     FROM language_call c LEFT JOIN "user" u ON u.id = c.user_id LEFT JOIN run r ON r.id = c.run_id
       LEFT JOIN language_batch g ON g.id = c.run_id
     WHERE ${asked} AND ($8::uuid IS NULL OR (c.at, c.id) < (SELECT b.at, b.id FROM language_call b WHERE b.id = $8))
     ORDER BY c.at DESC, c.id DESC LIMIT $9`,
    [...values, cursor, query.limit + 1],
  );
  const counted = await db.query<{ n: number }>(`SELECT count(*) AS n FROM language_call c WHERE ${asked}`, values);
  const items = found.rows.slice(0, query.limit);
  return {
    items: items.map(toCall),
    next_cursor: found.rows.length > query.limit ? (items.at(-1)?.id ?? null) : null,
    total: counted.rows[0]?.n ?? 0,
  };
}

const groups: Readonly<Record<UsageGroup, string>> = {
  role: 'c.role',
  run: `coalesce((SELECT r.number::text FROM run r WHERE r.id = c.run_id), 'batch ' || g.number)`,
  user: '(SELECT u.name FROM "user" u WHERE u.id = c.user_id)',
  language_model: 'c.language_model',
  provider: 'c.provider',
  model: 'c.model',
  day: "to_char(c.at, 'YYYY-MM-DD')",
  all: 'NULL::text',
};

const mostSums = { whole: 500, daily: 20_000 };

/** Calls added up by what they have in common, the dearest first; for each day the oldest first. */
export async function sumUsage(
  db: Db,
  query: CallQuery,
  { by, eachDay }: { by: UsageGroup; eachDay: boolean },
): Promise<LanguageUsageSum[]> {
  const found = await db.query<{ batch_number: number | null; batch_prompt: string | null }>(
    `SELECT ${groups[by]} AS "group", ${eachDay ? groups.day : 'NULL::text'} AS day, count(*) FILTER (WHERE c.status <> 'cached') AS calls,
       count(*) FILTER (WHERE c.status = 'cached') AS cached, count(*) FILTER (WHERE c.status = 'failed') AS failed,
       count(*) FILTER (WHERE c.status = 'unknown') AS unknown, coalesce(sum(c.input_tokens), 0)::bigint AS input_tokens,
       coalesce(sum(c.output_tokens), 0)::bigint AS output_tokens, coalesce(sum(c.cost_usd), 0)::float8 AS cost_usd,
       count(*) FILTER (WHERE c.status = 'ok' AND c.cost_usd IS NULL) AS unpriced,
       coalesce(sum(c.reserved_usd) FILTER (WHERE c.kept), 0)::float8 AS kept_usd,
       count(*) FILTER (WHERE c.status = 'asked') AS asked,
       coalesce(sum(c.reserved_usd) FILTER (WHERE c.status = 'asked'), 0)::float8 AS held_usd,
       coalesce(sum(o.cost_usd) FILTER (WHERE c.status = 'cached'), 0)::float8 AS saved_usd,
       count(*) FILTER (WHERE c.status = 'cached' AND o.cost_usd IS NULL) AS saved_unpriced,
       ${by === 'run' ? 'min(g.number) AS batch_number, min(g.prompt_name) AS batch_prompt' : 'NULL AS batch_number, NULL AS batch_prompt'}
     FROM language_call c
       LEFT JOIN language_call o ON c.status = 'cached' AND o.answer_id = c.answer_id AND o.status = 'ok'
       ${by === 'run' ? 'LEFT JOIN language_batch g ON g.id = c.run_id' : ''}
     WHERE ${which} GROUP BY 1, 2 ORDER BY 2 NULLS LAST, cost_usd DESC, calls DESC, 1 LIMIT $7`,
    [...valuesOf(query), eachDay ? mostSums.daily : mostSums.whole],
  );
  return found.rows.map(({ batch_number, batch_prompt, ...row }) => {
    return languageUsageSum.parse({ ...row, batch: batchOf(batch_number, batch_prompt) });
  });
}
