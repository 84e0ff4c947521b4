import type { CallStatus, LanguageRole, UsageGroup } from '@trainyard/contracts';
import type { SearchText } from '../../app/url-search.ts';

export type Period = '7' | '30' | '90' | 'all';
export const periods: readonly { value: Period; label: string }[] = [
  { value: '7', label: '7 days' },
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: 'all', label: 'All' },
];

export type Group = Exclude<UsageGroup, 'model' | 'day' | 'all'>;
export const groups: readonly { value: Group; label: string }[] = [
  { value: 'role', label: 'Role' },
  { value: 'run', label: 'Run' },
  { value: 'user', label: 'User' },
  { value: 'language_model', label: 'Language model' },
  { value: 'provider', label: 'Provider' },
];

export const roles: readonly LanguageRole[] = ['primary', 'evaluator', 'optimizer', 'grader'];
export const statuses: readonly CallStatus[] = ['ok', 'cached', 'failed', 'unknown', 'asked'];

/** What of the ledger is asked for. */
export interface CallFilter {
  role: LanguageRole | undefined;
  status: CallStatus | undefined;
  run: string | undefined;
  batch: string | undefined;
  model: string | undefined;
}

export interface CostSearch extends CallFilter {
  period: Period;
  by: Group;
  everybody: boolean;
}

function numberOf(word: string | undefined): string | undefined {
  return /^[1-9][0-9]{0,8}$/.test(word ?? '') ? word : undefined;
}

function known<T extends string>(values: readonly T[], word: string | undefined): T | undefined {
  return values.find((value) => value === word);
}

/** What an address asks for; what makes no sense is left out. */
export function readCostSearch(search: SearchText): CostSearch {
  return {
    period:
      known(
        periods.map(({ value }) => value),
        search.days,
      ) ?? '30',
    by:
      known(
        groups.map(({ value }) => value),
        search.by,
      ) ?? 'role',
    everybody: search.everybody === 'true',
    role: known(roles, search.role),
    status: known(statuses, search.status),
    run: numberOf(search.run),
    // Calls are those of a run or of a batch.
    batch: numberOf(search.run) === undefined ? numberOf(search.batch) : undefined,
    model: search.model === '' ? undefined : search.model?.slice(0, 100),
  };
}

const dayMs = 86_400_000;

/** The beginning of the first day, in UTC as the server counts days; undefined: from the very first. */
export function sinceOf(period: Period, now: number): string | undefined {
  if (period === 'all') return undefined;
  const today = Math.floor(now / dayMs) * dayMs;
  return new Date(today - (Number(period) - 1) * dayMs).toISOString();
}
