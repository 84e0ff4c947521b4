import type { LanguageUsage } from '@trainyard/contracts';
import type { PriceNow } from '@trainyard/store';
import type { Question } from './attempt.ts';

const million = 1_000_000;
/** What a turn may take beside its text: its role and the marks around it. */
const tokensAroundTurn = 16;
const tokensAroundAll = 64;
/** What providers say of their own beside a format that they are to keep to. */
const tokensAroundFormat = 1000;

/** As a decimal that PostgreSQL adds up exactly; finer than any price for one token. */
function decimal(usd: number): string {
  return usd.toFixed(12);
}

/** The most tokens that a text can be: no tokenizer makes more of it than it has bytes. */
export function mostInputTokens({ messages }: Pick<Question, 'messages'>, format: unknown): number {
  const inMessages = messages.reduce((sum, { text }) => sum + Buffer.byteLength(text) + tokensAroundTurn, 0);
  const inFormat = format === null ? 0 : Buffer.byteLength(JSON.stringify(format)) + tokensAroundFormat;
  return inMessages + tokensAroundAll + inFormat;
}

/** The most that a call may cost; null where its price is unknown. */
export function mostCost(price: PriceNow, question: Question): string | null {
  const { input_usd, cached_input_usd, output_usd } = price;
  if (input_usd === null || output_usd === null) return null;
  const dearest = Math.max(input_usd, cached_input_usd ?? 0);
  const input = mostInputTokens(question, question.parameters.response_format);
  return decimal((input * dearest + question.parameters.max_tokens * output_usd) / million);
}

/** What a call cost; null where price or usage is unknown. */
export function costOf(price: PriceNow, usage: LanguageUsage): string | null {
  const { input_usd, cached_input_usd, output_usd } = price;
  const { input_tokens, cached_input_tokens, output_tokens } = usage;
  if (input_usd === null || output_usd === null || input_tokens === null || output_tokens === null) return null;
  const cached = Math.min(cached_input_tokens ?? 0, input_tokens);
  const forInput = (input_tokens - cached) * input_usd + cached * (cached_input_usd ?? input_usd);
  return decimal((forInput + output_tokens * output_usd) / million);
}
