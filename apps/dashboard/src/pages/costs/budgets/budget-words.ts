import type { LanguageBudget } from '@trainyard/contracts';
import { formatInteger } from '../../../format/number.ts';
import { formatUsd } from '../../../format/usd.ts';

/** One limit of a budget: what is gone, what calls under way may yet take, and in words. */
export interface LimitView {
  what: 'money' | 'calls';
  label: string;
  spent: number;
  held: number;
  text: string;
}

function share(amount: number, limit: number): number {
  // A limit of nothing is used up from the beginning.
  return limit === 0 ? 1 : amount / limit;
}

/** The limits that are set, money first; shares of the limit from 0 to 1. */
export function limitsOf(budget: LanguageBudget): LimitView[] {
  const { limit_usd, limit_calls } = budget;
  const views: LimitView[] = [];
  if (limit_usd !== null) {
    const held = budget.held_usd > 0 ? `, ${formatUsd(budget.held_usd)} held` : '';
    views.push({
      what: 'money',
      label: 'Money',
      spent: share(budget.spent_usd, limit_usd),
      held: limit_usd === 0 ? 0 : budget.held_usd / limit_usd,
      text: `${formatUsd(budget.spent_usd)} of ${formatUsd(limit_usd)}${held}`,
    });
  }
  if (limit_calls !== null) {
    const held = budget.held_calls > 0 ? `, ${formatInteger(budget.held_calls)} held` : '';
    views.push({
      what: 'calls',
      label: 'Calls',
      spent: share(budget.spent_calls, limit_calls),
      held: limit_calls === 0 ? 0 : budget.held_calls / limit_calls,
      text: `${formatInteger(budget.spent_calls)} of ${formatInteger(limit_calls)}${held}`,
    });
  }
  return views;
}

/** Shares at which people are told, as marks of a meter. */
export const alertShares = [0.5, 0.8, 1] as const;

/** What the share that is gone means; null below half. */
export function alertWords(budget: LanguageBudget): string | null {
  const most = Math.max(0, ...limitsOf(budget).map(({ spent }) => spent));
  if (most >= 1) return 'Used up: no further call is made.';
  if (most >= 0.8) return 'Four fifths are gone.';
  return most >= 0.5 ? 'Half is gone.' : null;
}

/** Whether somebody may raise or remove it; who may not may still lower it. */
export function mayRaise(budget: LanguageBudget, me: { id: string; role: string }): boolean {
  return me.role === 'admin' || budget.set_by.id === me.id;
}

export interface LimitFields {
  usd: string;
  calls: string;
}

/** Null where a field cannot be read, or neither is given. */
export function limitsIn({ usd, calls }: LimitFields): { limit_usd: number | null; limit_calls: number | null } | null {
  const read = (text: string): number | null => {
    const clean = text.trim().replace(/^\$/, '').replace(',', '.');
    return clean === '' ? null : Number(clean);
  };
  const [limit_usd, limit_calls] = [read(usd), read(calls)];
  const fits = (value: number | null): boolean => value === null || (Number.isFinite(value) && value >= 0);
  if (!fits(limit_usd) || !fits(limit_calls) || (limit_calls !== null && !Number.isInteger(limit_calls))) return null;
  return limit_usd === null && limit_calls === null ? null : { limit_usd, limit_calls };
}
