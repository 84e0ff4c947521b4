import type { CallParameters, ChatRequest, LanguageAnswer } from '@trainyard/contracts';
import type { LanguageTarget } from '@trainyard/store';
import type { Message, Question } from '../call/attempt.ts';

function textOf(content: ChatRequest['messages'][number]['content']): string {
  return typeof content === 'string' ? content : content.map(({ text }) => text).join('');
}

function messagesOf(request: ChatRequest): Message[] {
  return request.messages.map(({ role, content }) => ({
    role: role === 'developer' ? 'system' : role,
    text: textOf(content).toWellFormed(),
  }));
}

/** What the request says lies above what the language model was saved with. */
export function questionOf(request: ChatRequest, target: LanguageTarget): Question {
  const parameters: CallParameters = {
    temperature: request.temperature ?? target.temperature,
    max_tokens: request.max_completion_tokens ?? request.max_tokens ?? target.max_tokens,
    top_p: request.top_p ?? target.top_p,
    top_k: request.top_k ?? target.top_k,
    stop: request.stop === undefined || request.stop === null ? null : [request.stop].flat(),
    seed: request.seed ?? null,
    presence_penalty: request.presence_penalty ?? null,
    frequency_penalty: request.frequency_penalty ?? null,
    response_format: request.response_format ?? null,
  };
  return { model: target.model, messages: messagesOf(request), parameters };
}

export interface Choice {
  answer: LanguageAnswer;
  cached: boolean;
  cost: number | null;
}

/** What one completion is named by, the same in all its chunks. */
export interface Completion {
  id: string;
  created: number;
  model: string;
}

function usageOf(choices: readonly Choice[]) {
  const sum = (count: (answer: LanguageAnswer) => number | null): number =>
    choices.reduce((total, { answer }) => total + (count(answer) ?? 0), 0);
  const prompt_tokens = sum(({ usage }) => usage.input_tokens);
  const completion_tokens = sum(({ usage }) => usage.output_tokens);
  return {
    prompt_tokens,
    completion_tokens,
    total_tokens: prompt_tokens + completion_tokens,
    prompt_tokens_details: { cached_tokens: sum(({ usage }) => usage.cached_input_tokens) },
    completion_tokens_details: { reasoning_tokens: sum(({ usage }) => usage.reasoning_tokens) },
  };
}

/** Beside OpenAI's fields: whether the ledger had the answers already, and what they cost; null: unknown. */
function oursOf(choices: readonly Choice[]) {
  const costs = choices.map(({ cost }) => cost);
  const known = costs.filter((cost) => cost !== null);
  return {
    cached: choices.every(({ cached }) => cached),
    cost_usd: known.length === costs.length ? known.reduce((sum, cost) => sum + cost, 0) : null,
    revision: choices[0]?.answer.revision ?? null,
  };
}

export function completionOf(completion: Completion, choices: readonly Choice[]) {
  return {
    ...completion,
    object: 'chat.completion' as const,
    choices: choices.map(({ answer }, index) => ({
      index,
      message: { role: 'assistant' as const, content: answer.text, refusal: null },
      logprobs: null,
      finish_reason: answer.finish_reason,
    })),
    usage: usageOf(choices),
    trainyard: oursOf(choices),
  };
}

interface Delta {
  role?: 'assistant';
  content?: string;
}

function chunkOf(completion: Completion, delta: Delta, finish_reason: LanguageAnswer['finish_reason'] | null) {
  const choices = [{ index: 0, delta, logprobs: null, finish_reason }];
  return { ...completion, object: 'chat.completion.chunk' as const, choices };
}

export function firstChunk(completion: Completion) {
  return chunkOf(completion, { role: 'assistant', content: '' }, null);
}

export function textChunk(completion: Completion, content: string) {
  return chunkOf(completion, { content }, null);
}

/** The end of a stream: why it ended and, where it was asked for, what was counted. */
export function lastChunks(completion: Completion, choice: Choice, withUsage: boolean): object[] {
  const end = { ...chunkOf(completion, {}, choice.answer.finish_reason), trainyard: oursOf([choice]) };
  if (!withUsage) return [end];
  const counted = { ...completion, object: 'chat.completion.chunk', choices: [], usage: usageOf([choice]) };
  return [end, counted];
}
