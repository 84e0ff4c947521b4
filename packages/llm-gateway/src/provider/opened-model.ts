import type { LanguageModelV4, LanguageModelV4CallOptions, LanguageModelV4GenerateResult } from '@ai-sdk/provider';

/** Sends a call that is written already. */
type SendCall = (signal: AbortSignal) => Promise<LanguageModelV4GenerateResult>;

export interface OpenedModel {
  model: LanguageModelV4;
  /** Does what can be done of a call before it may be sent. */
  write(options: LanguageModelV4CallOptions): Promise<SendCall>;
}

/** Where the library writes, sends and reads in one. */
export function inOne(model: LanguageModelV4): OpenedModel {
  return { model, write: async (options) => async (abortSignal) => model.doGenerate({ ...options, abortSignal }) };
}
