import type { LanguageRole } from '@trainyard/contracts';
import type { Said } from './door.ts';

/** What was asked for, by role. Kept in checkpoints. */
export interface RoleCalls {
  answered: number;
  missing: number;
  /** Answered from the ledger, for nothing. */
  cached: number;
  inputTokens: number;
  outputTokens: number;
  /** Of the answers whose cost is known. */
  costUsd: number;
  unpriced: number;
}

export type Calls = Partial<Record<LanguageRole, RoleCalls>>;

const none: RoleCalls = {
  answered: 0,
  missing: 0,
  cached: 0,
  inputTokens: 0,
  outputTokens: 0,
  costUsd: 0,
  unpriced: 0,
};

export function countCall(calls: Calls, role: LanguageRole, said: Said): Calls {
  const before = calls[role] ?? none;
  if (said.status === 'over') return calls;
  if (said.status === 'missing') return { ...calls, [role]: { ...before, missing: before.missing + 1 } };
  const { inputTokens, outputTokens, costUsd, cached } = said.usage;
  return {
    ...calls,
    [role]: {
      ...before,
      answered: before.answered + 1,
      cached: before.cached + (cached ? 1 : 0),
      inputTokens: before.inputTokens + inputTokens,
      outputTokens: before.outputTokens + outputTokens,
      costUsd: before.costUsd + (costUsd ?? 0),
      unpriced: before.unpriced + (costUsd === null ? 1 : 0),
    },
  };
}

export function totalCost(calls: Calls): { usd: number; unpriced: number } {
  const all = Object.values(calls);
  return {
    usd: all.reduce((sum, one) => sum + one.costUsd, 0),
    unpriced: all.reduce((sum, one) => sum + one.unpriced, 0),
  };
}
