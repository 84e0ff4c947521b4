import { type ChatRequest, type LanguageChoice, type LanguageRole, TrainyardError } from '@trainyard/contracts';
import type { ChatCaller, Gateway } from '@trainyard/llm-gateway';
import type { ChatMessage } from '@trainyard/prompts';
import { requireUnchanged } from '../chat/frozen-models.ts';

type Came = Pick<Awaited<ReturnType<Gateway['chat']>>, 'answer' | 'cached' | 'cost'>;

/** `over`: nothing more may be asked; `later`: somebody has to repair something first. */
export type CellAnswer =
  | ({ kind: 'came'; latencyMs: number } & Came)
  | { kind: 'missing'; says: string }
  | { kind: 'over'; says: string }
  | { kind: 'later'; says: string };

/** A person repairs these while the batch waits, or they pass: nothing that was answered is lost. */
const repairable = new Set<string>([
  'provider-key-refused',
  'provider-key-unreadable',
  'provider-unreachable',
  'language-model-inactive',
  'language-model-not-found',
  'price-unknown',
  // The name has come to mean another model.
  'query-invalid',
]);

const unanswered = new Set<string>(['provider-failed', 'provider-refused']);

function whyNot(error: unknown): Exclude<CellAnswer, { kind: 'came' }> {
  if (!(error instanceof TrainyardError)) throw error;
  const says = error.message.replace(/\bof this run\b/, 'of this batch');
  if (error.code === 'budget-reached') return { kind: 'over', says };
  if (repairable.has(error.code)) return { kind: 'later', says };
  if (unanswered.has(error.code)) return { kind: 'missing', says };
  throw error;
}

export interface Asking {
  gateway: Gateway;
  batch: { id: string; ownerId: string; cache: boolean };
}

/**
 * One question to a language model. The ledger knows the batch by its id as it knows a run: what was answered is never
 * paid again, though the server died before the result was written, and its budget holds before each call.
 */
export async function askModel(
  { gateway, batch }: Asking,
  asked: { role: LanguageRole; model: LanguageChoice; messages: readonly ChatMessage[]; sample: number },
): Promise<CellAnswer> {
  const { role, model, messages, sample } = asked;
  const { name, temperature, max_tokens, top_p, top_k } = model;
  const request: ChatRequest = { model: name, messages: [...messages], temperature, max_tokens, top_p, top_k };
  const caller: ChatCaller = {
    userId: batch.ownerId,
    runId: batch.id,
    accepts: (target) => requireUnchanged(model, target),
  };
  const began = performance.now();
  try {
    const { answer, cached, cost } = await gateway.chat(caller, request, { role, sample, cache: batch.cache });
    return { kind: 'came', answer, cached, cost, latencyMs: performance.now() - began };
  } catch (error) {
    return whyNot(error);
  }
}
