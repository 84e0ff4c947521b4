import type { CallStatus, LanguageCall } from '@trainyard/contracts';
import type { Tone } from '../../../format/run-status.ts';
import { formatUsd } from '../../../format/usd.ts';

export const statusWords: Readonly<Record<CallStatus, { word: string; tone: Tone; means: string }>> = {
  ok: { word: 'Answered', tone: 'ok', means: 'The provider answered.' },
  cached: { word: 'From the cache', tone: 'accent', means: 'It was answered before, and cost nothing.' },
  failed: { word: 'Failed', tone: 'bad', means: 'The provider did not answer.' },
  unknown: {
    word: 'Unknown',
    tone: 'warn',
    means:
      'The server, the connection or the time limit ended before the answer came: nobody knows whether it was paid.',
  },
  asked: { word: 'Under way', tone: 'plain', means: 'The answer has not come yet.' },
};

/** Free, known, unknown, or at most what was reserved. */
export function costText({ status, cost_usd, kept, reserved_usd }: LanguageCall): string {
  if (status === 'cached') return 'free';
  if (status === 'asked') return reserved_usd === null ? 'unknown' : `at most ${formatUsd(reserved_usd)}`;
  if (kept) return reserved_usd === null ? 'unknown' : `unknown, ${formatUsd(reserved_usd)} kept`;
  // What was refused or never reached anybody is not paid for.
  if (status === 'failed' && cost_usd === null) return 'nothing';
  return formatUsd(cost_usd);
}

const kinds: Readonly<Record<string, string>> = {
  limited: 'The provider takes no more calls for now',
  unavailable: 'The provider has trouble of its own',
  unreachable: 'Nobody could be reached at its address',
  timeout: 'No answer came within the time limit of the provider',
  cut: 'The connection ended in the middle',
  nonsense: 'What came is no answer',
  key: 'The key was refused',
  refused: 'The call itself was refused',
  'gateway-died': 'The server ended before the answer came',
};

/** What went wrong, then what the provider said of it. */
export function errorText(error: NonNullable<LanguageCall['error']>): string {
  const known = kinds[error.kind];
  return known === undefined ? `${error.kind}: ${error.says}` : `${known}: ${error.says}`;
}

const names: Readonly<Record<string, string>> = {
  temperature: 'temperature',
  max_tokens: 'longest answer',
  top_p: 'top-p',
  top_k: 'top-k',
  stop: 'stops at',
  seed: 'seed',
  presence_penalty: 'presence penalty',
  frequency_penalty: 'frequency penalty',
  response_format: 'format',
};

/** Those that were set; what is left to the provider is left out. */
export function parameterText(parameters: LanguageCall['parameters']): string {
  return Object.entries(parameters)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${names[name] ?? name} ${typeof value === 'object' ? JSON.stringify(value) : value}`)
    .join(', ');
}
