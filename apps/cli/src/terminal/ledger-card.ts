import type { LanguageBudget, LanguageCall, LanguagePrice, LanguageUsageSum } from '@trainyard/contracts';
import type { Look } from './live-view.ts';
import { tableText } from './table.ts';
import { agoText, numberText } from './words.ts';

/** `$0.0024`; sums of money are small here, so that significant digits count, not cents. */
export function usdText(usd: number | null): string {
  return usd === null ? 'unknown' : `$${Number(usd.toPrecision(6))}`;
}

export function priceList(prices: readonly LanguagePrice[], look: Look): string {
  return tableText(
    [
      { title: 'version', right: true },
      { title: 'provider', wrap: true },
      { title: 'model', wrap: true },
      { title: 'input', right: true },
      { title: 'cached', right: true },
      { title: 'output', right: true },
      { title: 'from' },
      { title: 'now' },
    ],
    prices.map((one) => [
      String(one.version),
      one.provider,
      one.model,
      usdText(one.input_usd),
      one.cached_input_usd === null ? 'as input' : usdText(one.cached_input_usd),
      usdText(one.output_usd),
      one.valid_from.slice(0, 10),
      one.current ? 'yes' : '',
    ]),
    look,
  );
}

/** `$1.2 of $5`, with what calls under way may yet take. */
function usedText(spent: string, held: string | null, limit: string | null): string {
  if (limit === null) return '';
  return `${spent} of ${limit}${held === null ? '' : ` (${held} under way)`}`;
}

export function budgetList(budgets: readonly LanguageBudget[], look: Look): string {
  return tableText(
    [{ title: 'of', wrap: true }, { title: 'money', wrap: true }, { title: 'calls', wrap: true }, { title: 'since' }],
    budgets.map((one) => [
      one.everything ? 'the installation' : one.run === null ? (one.user?.name ?? '') : `run ${one.run.number}`,
      usedText(
        usdText(one.spent_usd),
        one.held_usd > 0 ? usdText(one.held_usd) : null,
        one.limit_usd === null ? null : usdText(one.limit_usd),
      ),
      usedText(
        numberText(one.spent_calls),
        one.held_calls > 0 ? numberText(one.held_calls) : null,
        one.limit_calls === null ? null : numberText(one.limit_calls),
      ),
      one.since.slice(0, 10),
    ]),
    look,
  );
}

function costText({ status, cost_usd, kept, reserved_usd }: LanguageCall): string {
  if (status === 'cached') return 'free';
  return kept && reserved_usd !== null ? `unknown, at most ${usdText(reserved_usd)}` : usdText(cost_usd);
}

export function callList(calls: readonly LanguageCall[], now: number, look: Look): string {
  return tableText(
    [
      { title: 'when' },
      { title: 'run', right: true },
      { title: 'role' },
      { title: 'model', wrap: true },
      { title: 'status' },
      { title: 'try', right: true },
      { title: 'tokens', right: true },
      { title: 'cost', wrap: true },
      { title: 'ms', right: true },
      { title: 'why', wrap: true },
    ],
    calls.map((call) => [
      agoText(call.at, now),
      call.batch !== null ? `batch ${call.batch.number}` : call.run === null ? '' : String(call.run.number),
      call.role ?? '',
      call.language_model ?? `${call.provider} ${call.model}`,
      call.status,
      call.attempt === 0 ? '' : String(call.attempt),
      [call.usage.input_tokens, call.usage.output_tokens].map((n) => (n === null ? '?' : String(n))).join(' + '),
      costText(call),
      call.latency_ms === null ? '' : numberText(Math.round(call.latency_ms)),
      call.error?.says ?? '',
    ]),
    look,
  );
}

export function usageList(sums: readonly LanguageUsageSum[], by: string, look: Look): string {
  return tableText(
    [
      { title: by.replace('_', ' '), wrap: true },
      { title: 'calls', right: true },
      { title: 'cached', right: true },
      { title: 'saved', right: true },
      { title: 'failed', right: true },
      { title: 'unknown', right: true },
      { title: 'tokens in', right: true },
      { title: 'tokens out', right: true },
      { title: 'cost', wrap: true },
    ],
    sums.map((sum) => [
      sum.group ?? 'none',
      numberText(sum.calls),
      numberText(sum.cached),
      sum.saved_usd === 0 && sum.saved_unpriced > 0 ? 'unknown' : usdText(sum.saved_usd),
      numberText(sum.failed),
      numberText(sum.unknown),
      numberText(sum.input_tokens),
      numberText(sum.output_tokens),
      [
        usdText(sum.cost_usd),
        sum.unpriced > 0 ? `${sum.unpriced} of unknown price` : null,
        sum.kept_usd > 0 ? `at most ${usdText(sum.kept_usd)} for what is unknown` : null,
      ]
        .filter((part) => part !== null)
        .join(', '),
    ]),
    look,
  );
}
