import type { CallParameters } from '@trainyard/contracts';

/** Nothing is asked for: whatever the provider does by itself. */
export const plainParameters: Omit<CallParameters, 'max_tokens'> = {
  temperature: null,
  top_p: null,
  top_k: null,
  stop: null,
  seed: null,
  presence_penalty: null,
  frequency_penalty: null,
  response_format: null,
};
