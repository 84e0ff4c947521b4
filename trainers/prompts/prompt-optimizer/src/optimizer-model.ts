import type { LanguageChoice } from '@trainyard/contracts';
import {
  type FeedbackItem,
  optimizerMessages,
  parseProposals,
  type Remark,
  type StrategyEvent,
  type StrategyRequest,
  type StrategyState,
} from '@trainyard/prompts/strategies';
import type { Door, Said } from './door.ts';

export interface Writing {
  door: Door;
  model: LanguageChoice;
  count: (said: Said) => void;
}

export interface Brief {
  /** What the evaluator said of failures. */
  remarks: Readonly<Record<string, Remark>>;
  state: StrategyState;
  request: Extract<StrategyRequest, { kind: 'propose' }>;
  items: Readonly<Record<string, FeedbackItem>>;
  columns: readonly string[];
  maxTokens: number;
}

/** One structured call for all candidates of a round. Its number is its sample, so that asking again is another answer. */
export async function askOptimizer({ door, model, count }: Writing, brief: Brief): Promise<StrategyEvent> {
  const { state, request, items, remarks, columns, maxTokens } = brief;
  const { call } = request;
  const messages = optimizerMessages(state, request, { task: '', items, remarks, columns, maxTokens });
  const said = await door.ask({ role: 'optimizer', model, messages, sample: call });
  if (said.status === 'over') return { kind: 'stop', reason: 'budget', detail: said.reason };
  count(said);
  if (said.status === 'missing') return { kind: 'proposal-failed', call, reason: said.reason };
  const parent = state.versions[request.parent]?.prompt ?? { system: '', output: '', examples: [] };
  const read = parseProposals(said.text, said.finish, parent);
  if (!read.ok) return { kind: 'proposal-failed', call, reason: read.reason };
  return { kind: 'proposed', call, candidates: read.candidates.slice(0, request.count) };
}
