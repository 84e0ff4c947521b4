import type { LanguageModelV4CallOptions, LanguageModelV4FinishReason, LanguageModelV4Usage } from '@ai-sdk/provider';
import type { CallParameters, LanguageAnswer, LanguageUsage } from '@trainyard/contracts';
import { type Account, isOpenAi } from '../provider/account.ts';
import { openModel } from '../provider/open-model.ts';
import { upstreamName } from '../provider/openai-model.ts';

export interface Message {
  role: 'system' | 'user' | 'assistant';
  text: string;
}

/** What is put to a model: the turns, and all that decides the answer. */
export interface Question {
  model: string;
  messages: readonly Message[];
  parameters: CallParameters;
}

function promptOf(messages: readonly Message[]): LanguageModelV4CallOptions['prompt'] {
  return messages.map(({ role, text }) =>
    role === 'system' ? { role, content: text } : { role, content: [{ type: 'text', text }] },
  );
}

function formatOf(format: CallParameters['response_format']): LanguageModelV4CallOptions['responseFormat'] {
  if (format === null || format.type === 'text') return { type: 'text' };
  if (format.type === 'json_object') return { type: 'json' };
  const { name, description, schema } = format.json_schema;
  return {
    type: 'json',
    // It came as JSON; the provider is the one to judge it.
    ...(schema === undefined ? {} : { schema }),
    ...(name === undefined ? {} : { name }),
    ...(description === undefined ? {} : { description }),
  };
}

/** OpenAI's language has no top-k; most servers that speak it take one all the same, under this name. */
function furtherOf(account: Account, parameters: CallParameters): LanguageModelV4CallOptions['providerOptions'] {
  const { top_k } = parameters;
  const speaksOpenAi = account.kind === 'openai-compatible' || account.kind === 'ollama';
  return speaksOpenAi && top_k !== null && !isOpenAi(account.baseUrl) ? { [upstreamName]: { top_k } } : {};
}

function optionsOf(account: Account, { messages, parameters }: Question): LanguageModelV4CallOptions {
  const { temperature, top_p, top_k, stop, seed, presence_penalty, frequency_penalty } = parameters;
  const takesTopK = account.kind !== 'openai-compatible' && account.kind !== 'ollama';
  // Anthropic's newer models refuse a top-p beside a temperature; one that cuts nothing is left out.
  const topP = account.kind === 'anthropic' && top_p === 1 ? null : top_p;
  return {
    prompt: promptOf(messages),
    maxOutputTokens: parameters.max_tokens,
    responseFormat: formatOf(parameters.response_format) ?? { type: 'text' },
    providerOptions: furtherOf(account, parameters) ?? {},
    ...(temperature === null ? {} : { temperature }),
    ...(topP === null ? {} : { topP }),
    ...(top_k === null || !takesTopK ? {} : { topK: top_k }),
    ...(stop === null ? {} : { stopSequences: [...stop] }),
    ...(seed === null ? {} : { seed }),
    ...(presence_penalty === null ? {} : { presencePenalty: presence_penalty }),
    ...(frequency_penalty === null ? {} : { frequencyPenalty: frequency_penalty }),
  };
}

const reasons: Readonly<Record<LanguageModelV4FinishReason['unified'], LanguageAnswer['finish_reason'] | null>> = {
  stop: 'stop',
  length: 'length',
  'content-filter': 'content_filter',
  'tool-calls': 'tool_calls',
  other: 'stop',
  interrupted: null,
  error: null,
};

function countOf(count: number | undefined): number | null {
  return count !== undefined && Number.isSafeInteger(count) && count >= 0 ? count : null;
}

function usageOf({ inputTokens, outputTokens, raw }: LanguageModelV4Usage): LanguageUsage {
  // Without the provider's own words the library counts zero: nothing was said.
  if (raw === undefined) {
    return { input_tokens: null, cached_input_tokens: null, output_tokens: null, reasoning_tokens: null };
  }
  return {
    input_tokens: countOf(inputTokens.total),
    cached_input_tokens: countOf(inputTokens.cacheRead),
    output_tokens: countOf(outputTokens.total),
    reasoning_tokens: countOf(outputTokens.reasoning),
  };
}

interface Ended {
  text: string;
  finish: LanguageModelV4FinishReason;
  usage: LanguageModelV4Usage;
  revision: string | undefined;
}

function answerOf({ text, finish, usage, revision }: Ended): LanguageAnswer {
  const finish_reason = finish.raw === undefined ? null : reasons[finish.unified];
  if (finish_reason === null) throw new Error(`it ended without a reason (${finish.raw ?? finish.unified})`);
  return {
    text: text.toWellFormed(),
    finish_reason,
    finish_raw: finish.raw ?? null,
    revision: revision?.slice(0, 200) ?? null,
    usage: usageOf(usage),
    usage_raw: usage.raw ?? null,
  };
}

/** Puts a question that is written already, and is answered whole. */
export type Ask = (signal: AbortSignal) => Promise<LanguageAnswer>;

/** Does all of an attempt that can be done before it may be sent. */
export async function writeQuestion(account: Account, question: Question): Promise<Ask> {
  const { write } = await openModel(account, question.model);
  const send = await write(optionsOf(account, question));
  return async (signal) => {
    const { content, finishReason, usage, response } = await send(signal);
    const text = content.map((part) => (part.type === 'text' ? part.text : '')).join('');
    return answerOf({ text, finish: finishReason, usage, revision: response?.modelId });
  };
}

/** One attempt whose text is told as it comes. */
export async function streamOnce(
  account: Account,
  question: Question,
  signal: AbortSignal,
  onText: (delta: string) => void,
): Promise<LanguageAnswer> {
  const { model } = await openModel(account, question.model);
  const { stream } = await model.doStream({ ...optionsOf(account, question), abortSignal: signal });
  let text = '';
  let revision: string | undefined;
  let ended: Pick<Ended, 'finish' | 'usage'> | null = null;
  for await (const part of stream) {
    if (part.type === 'error') throw part.error;
    if (part.type === 'response-metadata') revision = part.modelId ?? revision;
    if (part.type === 'finish') ended = { finish: part.finishReason, usage: part.usage };
    if (part.type !== 'text-delta' || part.delta === '') continue;
    text += part.delta;
    onText(part.delta);
  }
  if (ended === null) throw new Error('the stream ended in the middle');
  return answerOf({ text, ...ended, revision });
}
