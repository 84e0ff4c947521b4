import type { LanguageChoice } from '@trainyard/contracts';
import type { FeedbackItem, StrategyRequest, StrategyState } from '@trainyard/prompts/strategies';
import type { Door } from './door.ts';
import { askEvaluator } from './evaluator-model.ts';
import type { NotedEvent } from './optimize.ts';
import { askOptimizer } from './optimizer-model.ts';

export interface Proposing {
  door: Door;
  optimizer: LanguageChoice;
  /** Null: nobody is asked what is wrong first. */
  evaluator: LanguageChoice | null;
  count: () => void;
}

export interface Shown {
  state: StrategyState;
  request: Extract<StrategyRequest, { kind: 'propose' }>;
  /** Of the feedback part alone. */
  items: Readonly<Record<string, FeedbackItem>>;
  columns: readonly string[];
  maxTokens: number;
}

/** The failures go to the evaluator, where there is one, and what it says to the optimizer. */
export async function propose({ door, optimizer, evaluator, count }: Proposing, shown: Shown): Promise<NotedEvent> {
  const told = evaluator === null ? null : await askEvaluator({ door, model: evaluator, count }, shown);
  if (told !== null && told.over !== null) return { kind: 'stop', reason: 'budget', detail: told.over };
  const event = await askOptimizer({ door, model: optimizer, count }, { ...shown, remarks: told?.remarks ?? {} });
  return told === null ? event : { ...event, critique: told.said };
}
