import { setTimeout as wait } from 'node:timers/promises';
import type { LanguageChoice, LanguageRole } from '@trainyard/contracts';
import type { ChatMessage } from '@trainyard/prompts';

/** An answer of a language model, or why there is none that says anything about the prompt. */
export type Said =
  | { status: 'answered'; text: string; finish: string; usage: Usage }
  | { status: 'missing'; reason: string }
  /** Nothing more may be asked. */
  | { status: 'over'; reason: string };

export interface Usage {
  inputTokens: number;
  outputTokens: number;
  /** US dollars; null: nobody knows. */
  costUsd: number | null;
  /** Whether the ledger had the answer already. */
  cached: boolean;
}

export interface Question {
  role: LanguageRole;
  model: LanguageChoice;
  messages: readonly ChatMessage[];
  /** Another number is another answer to the same question. */
  sample: number;
}

export interface Door {
  ask(question: Question): Promise<Said>;
}

/** The run cannot go on, and no other try would help. */
export class DoorClosed extends Error {}

export interface DoorOptions {
  url: string;
  key: string;
  fetch?: typeof fetch;
  /** Called while something stands in the way that a person can repair; gives false where the run is to leave. */
  held: (reason: string) => boolean;
  /** The wait before the first further try, in milliseconds. */
  patienceMs?: number;
}

interface Refusal {
  status: number;
  code: string;
  message: string;
}

/** A person repairs these while the run waits, or they pass: nothing that was answered is lost. */
const repairable = new Set([
  'provider_key_refused',
  'provider_key_unreadable',
  'provider_unreachable',
  'language_model_inactive',
]);
const ofBudget = new Set(['budget_reached']);
const final = new Set([
  'price_unknown',
  'language_model_not_found',
  'language_default_missing',
  'sign_in_needed',
  'forbidden',
]);
const longestWaitMs = 5000;

/** Left while it waited: the caller saves and goes. */
export class LeftWaiting extends Error {}

function refusalOf(status: number, body: unknown): Refusal {
  const error = (body as { error?: { code?: unknown; message?: unknown } } | null)?.error;
  const message = typeof error?.message === 'string' ? error.message : `HTTP ${status}`;
  return { status, code: typeof error?.code === 'string' ? error.code : '', message };
}

function answerOf(body: unknown): Said {
  const read = body as {
    choices?: { message?: { content?: unknown }; finish_reason?: unknown }[];
    usage?: { prompt_tokens?: number; completion_tokens?: number };
    trainyard?: { cached?: boolean; cost_usd?: number | null };
  };
  const [choice] = read.choices ?? [];
  const text = choice?.message?.content;
  if (typeof text !== 'string') return { status: 'missing', reason: 'The answer of the server holds no text.' };
  return {
    status: 'answered',
    text,
    finish: typeof choice?.finish_reason === 'string' ? choice.finish_reason : 'stop',
    usage: {
      inputTokens: read.usage?.prompt_tokens ?? 0,
      outputTokens: read.usage?.completion_tokens ?? 0,
      costUsd: read.trainyard?.cost_usd ?? null,
      cached: read.trainyard?.cached === true,
    },
  };
}

function bodyOf({ model, messages }: Question): string {
  const { name, temperature, max_tokens, top_p, top_k } = model;
  return JSON.stringify({ model: name, messages, temperature, max_tokens, top_p, top_k });
}

/**
 * The server's door to language models. Every question that was answered is in its ledger: asked again by the same run it
 * is answered from there, for nothing. A server that is away is waited for; so is a key that a person has to repair.
 */
export function openDoor({ url, key, held, fetch: call = fetch, patienceMs = 200 }: DoorOptions): Door {
  async function once(question: Question): Promise<Said | { wait: string }> {
    let answer: Response;
    try {
      answer = await call(`${url}/v1/chat/completions`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${key}`,
          'content-type': 'application/json',
          'x-trainyard-role': question.role,
          'x-trainyard-sample': String(question.sample),
        },
        body: bodyOf(question),
      });
    } catch (error) {
      return { wait: `The server does not answer: ${error instanceof Error ? error.message : String(error)}` };
    }
    const body: unknown = await answer.json().catch(() => null);
    if (answer.ok && body !== null) return answerOf(body);
    const { code, message, status } = refusalOf(answer.status, body);
    if (ofBudget.has(code)) return { status: 'over', reason: message };
    if (final.has(code)) throw new DoorClosed(message);
    if (repairable.has(code)) return { wait: message };
    if (body === null || status === 429 || status === 500 || status === 503) return { wait: message };
    return { status: 'missing', reason: message };
  }

  return {
    async ask(question) {
      for (let waitMs = patienceMs; ; waitMs = Math.min(longestWaitMs, 2 * waitMs)) {
        const said = await once(question);
        if (!('wait' in said)) return said;
        if (!held(said.wait)) throw new LeftWaiting(said.wait);
        await wait(waitMs);
      }
    },
  };
}
