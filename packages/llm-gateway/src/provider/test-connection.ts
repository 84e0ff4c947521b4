import type { ProviderCheck, ProviderTest } from '@trainyard/contracts';
import { z } from 'zod';
import { type Failure, failureOf } from '../call/failure.ts';
import { scrubbed } from '../secret/scrub.ts';
import { type Account, callableUrl } from './account.ts';
import { upstreamFetch } from './upstream-fetch.ts';

const listSeconds = 15;
const mostModels = 500;
const named = 3;

/** `data: [{id}]` of OpenAI and Anthropic, `models: [{name}]` of Google. */
const modelList = z.union([
  z.object({ data: z.array(z.object({ id: z.string() })) }).transform(({ data }) => data.map(({ id }) => id)),
  z
    .object({ models: z.array(z.object({ name: z.string() })) })
    .transform(({ models }) => models.map(({ name }) => name.replace(/^models\//, ''))),
]);

function headersOf({ kind, key }: Account): Record<string, string> {
  if (key === null) return {};
  if (kind === 'anthropic') return { 'x-api-key': key, 'anthropic-version': '2023-06-01' };
  return kind === 'google' ? { 'x-goog-api-key': key } : { authorization: `Bearer ${key}` };
}

type Listed =
  | { kind: 'answered'; status: number; models: string[] | null; words: string }
  | { kind: 'failed'; failure: Failure };

async function listModels(account: Account, url: string): Promise<Listed> {
  const signal = AbortSignal.timeout(listSeconds * 1000);
  try {
    const answer = await upstreamFetch(`${url}/models`, { headers: headersOf(account), signal });
    const text = await answer.text();
    return { kind: 'answered', status: answer.status, models: modelsIn(text), words: scrubbed(text, account.key) };
  } catch (error) {
    return {
      kind: 'failed',
      failure: failureOf(error, { key: account.key, timedOut: signal.aborted, now: Date.now() }),
    };
  }
}

function modelsIn(text: string): string[] | null {
  try {
    return modelList.parse(JSON.parse(text)).slice(0, mostModels);
  } catch {
    return null; // some other page, or another shape of list
  }
}

function addressAndKey(account: Account, url: string, listed: Listed): ProviderCheck[] {
  if (listed.kind === 'failed') {
    return [{ what: 'address', ok: false, says: `${url}: ${listed.failure.says}.` }];
  }
  const { status, models, words } = listed;
  if (status === 401 || status === 403) {
    const says =
      account.key === null ? `It asks for a key (${status}), and none is set.` : `The key is refused (${status}).`;
    return [
      { what: 'address', ok: true, says: `${url} answers.` },
      { what: 'key', ok: false, says },
    ];
  }
  // Google tells a wrong key by 400.
  if (status === 400 && /api.?key/i.test(words)) {
    return [
      { what: 'address', ok: true, says: `${url} answers.` },
      { what: 'key', ok: false, says: `The key is refused: ${words}` },
    ];
  }
  if (status !== 200 || models === null) {
    const advice = account.kind === 'openai-compatible' ? ' The address of such a server usually ends in /v1.' : '';
    const says =
      status === 200
        ? `${url}/models answers with something else than a list of models.${advice}`
        : `${url}/models answers with ${status}.${advice}`;
    return [{ what: 'address', ok: false, says }];
  }
  const shown = models.slice(0, named).join(', ');
  const offers = models.length === 0 ? 'It offers no model yet.' : `It offers ${models.length}, such as ${shown}.`;
  return [
    { what: 'address', ok: true, says: `${url} answers.` },
    ...(account.key === null ? [] : [{ what: 'key' as const, ok: true, says: 'The key is accepted.' }]),
    { what: 'models', ok: models.length > 0, says: offers },
  ];
}

/** One tiny question to a model; what came back, or why nothing did. */
export type TinyQuestion = (
  model: string,
) => Promise<{ ok: true; text: string; ms: number } | { ok: false; says: string }>;

/** Tries a provider step by step and says in words what works and what does not; of its key nothing is told. */
export async function testConnection(
  account: Account,
  model: string | undefined,
  ask: TinyQuestion,
): Promise<ProviderTest> {
  const checks: ProviderCheck[] = [];
  let models: string[] = [];
  if (account.kind === 'vertex') {
    if (model === undefined) {
      const says = 'Vertex lists no models: name one to try, such as gemini-2.5-flash.';
      return { ok: false, checks: [{ what: 'models', ok: false, says }], models };
    }
  } else {
    const url = callableUrl(account.kind, account.baseUrl ?? '');
    const listed = await listModels(account, url);
    if (listed.kind === 'answered') models = listed.models ?? [];
    checks.push(...addressAndKey(account, url, listed));
  }
  const reachable = checks.every(({ what, ok }) => ok || what === 'models');
  if (model !== undefined && reachable) {
    const answered = await ask(model);
    const says = answered.ok
      ? `${model} answered in ${(answered.ms / 1000).toFixed(1)} s.`
      : `${model} did not answer: ${answered.says}.`;
    checks.push({ what: 'answer', ok: answered.ok, says });
  }
  return { ok: checks.every(({ ok }) => ok), checks, models };
}
