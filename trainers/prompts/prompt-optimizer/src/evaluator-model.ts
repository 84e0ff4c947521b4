import {
  critiqueQuestion,
  type FeedbackItem,
  parseCritique,
  type Remark,
  type StrategyRequest,
  type StrategyState,
} from '@trainyard/prompts/strategies';
import type { Writing } from './optimizer-model.ts';

export interface Judged {
  remarks: Readonly<Record<string, Remark>>;
  /** For the list of steps. */
  said: string;
  /** Why nothing more may be asked; null: it may. */
  over: string | null;
}

function tagCounts(remarks: Readonly<Record<string, Remark>>): string {
  const tags = [...Map.groupBy(Object.values(remarks), ({ tag }) => tag)].sort((a, b) => b[1].length - a[1].length);
  return tags.map(([tag, all]) => `${all.length} × ${tag}`).join(', ');
}

/**
 * One structured call about the failures of a round, by the number of its proposal. What comes of it is a remark on each, or a
 * state with a name; either way the round goes on, and it is not asked again.
 */
export async function askEvaluator(
  { door, model, count }: Writing,
  {
    state,
    request,
    items,
  }: {
    state: StrategyState;
    request: Extract<StrategyRequest, { kind: 'propose' }>;
    items: Readonly<Record<string, FeedbackItem>>;
  },
): Promise<Judged> {
  const nothing = (said: string): Judged => ({ remarks: {}, said: `No critique: ${said}`, over: null });
  const question = critiqueQuestion(state, request.parent, items);
  if (question === null) return nothing('no answer has failed');
  const { messages, ids } = question;
  const said = await door.ask({ role: 'evaluator', model, messages, sample: request.call });
  if (said.status === 'over') return { ...nothing(said.reason), over: said.reason };
  count(said);
  if (said.status === 'missing') return nothing(`not answered (${said.reason})`);
  const read = parseCritique(said.text, said.finish, ids);
  if (!read.ok) return nothing(`${read.state} (${read.reason})`);
  const { remarks } = read;
  return { remarks, said: `The evaluator on ${ids.length} failures: ${tagCounts(remarks)}`, over: null };
}
