import type { LanguageUsageSum } from '@trainyard/contracts';
import { type StrategyState, spent } from '@trainyard/prompts/strategies';

/** Of the money that is left, this much is for calls that are dearer than those before. */
const margin = 0.1;
/** A smaller difference is no reason to change a plan. */
const worthwhile = 0.03;
/** Of the limit, at most this much is kept for what the gateway holds for a call before its answer is there. */
const mostHeld = 0.1;

export interface MoneyFacts {
  limitUsd: number;
  sums: readonly LanguageUsageSum[];
  /** Longest answer of the primary model. */
  maxTokens: number;
  /** Tokens of a typical input. */
  inputTokens: number;
}

const moneyOf = ({ cost_usd, kept_usd }: LanguageUsageSum): number => cost_usd + kept_usd;

function openCalls({ cells }: StrategyState): number {
  return Object.values(cells).reduce((sum, row) => sum + Object.values(row).filter((one) => one === null).length, 0);
}

/** How much longer the prompt that the last calls are made with is than those that were paid so far; at least 1. */
function dearerOf({ versions, cells, incumbent }: StrategyState, inputTokens: number): number {
  const asked = Object.entries(cells).map(([id, row]) => [versions[id]?.tokens ?? 0, Object.keys(row).length] as const);
  const calls = asked.reduce((sum, [, count]) => sum + count, 0);
  const mean = asked.reduce((sum, [tokens, count]) => sum + tokens * count, 0) / Math.max(1, calls);
  return Math.max(1, ((versions[incumbent]?.tokens ?? 0) + inputTokens) / Math.max(1, mean + inputTokens));
}

/**
 * The budget in calls that the money pays for, confirm and test included; null where it pays for the whole budget, or nobody
 * knows. What it is reckoned from is the same whenever it is asked after the same answers.
 */
export function affordableBudget(state: StrategyState, facts: MoneyFacts): number | null {
  const { limitUsd, sums, maxTokens, inputTokens } = facts;
  const { settings, parts, phase, proposalCalls, proposalCost } = state;
  const primary = sums.find(({ group }) => group === 'primary');
  const answered = (primary?.calls ?? 0) - (primary?.failed ?? 0);
  if (primary === undefined || answered <= 0 || phase === 'test' || phase === 'done') return null;
  if (limitUsd <= 0 || sums.some(({ unpriced }) => unpriced > 0)) return null;
  const of = (...roles: string[]): number =>
    sums.filter(({ group }) => roles.includes(group ?? '')).reduce((sum, one) => sum + moneyOf(one), 0);
  const answer = of('primary', 'grader') / answered;
  if (answer <= 0) return null;
  const writers = sums.find(({ group }) => group === 'optimizer');
  const proposal = of('optimizer', 'evaluator') / Math.max(1, writers?.calls ?? 0);
  const answers = spent(state) - proposalCost;
  const unit = Math.max(answer, (answers * answer + proposalCalls * proposal) / Math.max(1, spent(state)));
  // The gateway holds the most that a call may cost until it is answered.
  const mostOutput = (maxTokens * answered) / Math.max(1, primary.output_tokens);
  const held = Math.min(mostHeld * limitUsd, answer * Math.max(4, mostOutput));
  const money = (limitUsd - sums.reduce((sum, one) => sum + moneyOf(one), 0)) * (1 - margin) - held;
  const open = openCalls(state);
  const last = answer * dearerOf(state, inputTokens);
  const aside = 2 * (parts.confirm.length + parts.test.length);
  const whole = aside * last;
  const further = money >= whole ? aside + (money - whole) / unit : Math.max(0, money) / last;
  const budget = Math.floor(spent(state) - open + further);
  return budget < settings.budget * (1 - worthwhile) ? budget : null;
}
