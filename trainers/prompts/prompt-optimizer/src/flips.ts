import type { PromptFlip } from '@trainyard/contracts';
import type { ItemResult } from '@trainyard/prompts/metrics';
import type { StrategyState, Version } from '@trainyard/prompts/strategies';
import type { Item } from './items.ts';
import type { Saved } from './saved.ts';

/** Items that an edit fixed and broke, by id; `compared`: both versions have answered them. */
export interface Flips {
  fixed: string[];
  broke: string[];
  compared: number;
}

/** Items that a person may look at while the test is still to come: those of confirm and test are told of by nobody. */
export function openItems({ parts }: StrategyState): Set<string> {
  return new Set([...parts.feedback, ...parts.select]);
}

function scored(result: ItemResult | null | undefined): 'ok' | 'failed' | null {
  return result === null || result === undefined || result.status === 'missing' ? null : result.status;
}

export function flipsOf(state: StrategyState, version: Version): Flips {
  const parent = state.cells[version.parents[0] ?? ''] ?? {};
  const own = state.cells[version.id] ?? {};
  const flips: Flips = { fixed: [], broke: [], compared: 0 };
  for (const id of openItems(state)) {
    const [before, after] = [scored(parent[id]), scored(own[id])];
    if (before === null || after === null) continue;
    flips.compared += 1;
    if (before === 'failed' && after === 'ok') flips.fixed.push(id);
    if (before === 'ok' && after === 'failed') flips.broke.push(id);
  }
  return flips;
}

const longestInput = 300;
const longestAnswer = 200;

function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}

/** Some of the flips word for word: what an edit broke comes first, since it is what nobody wants. */
export function flipCases(
  version: Version,
  { fixed, broke }: Flips,
  { items, seen, most }: { items: ReadonlyMap<string, Item>; seen: Saved['seen']; most: number },
): PromptFlip[] {
  const said = (id: string | undefined, item: string): string | null => {
    const text = seen[id ?? '']?.[item];
    return text === undefined ? null : cut(text, longestAnswer);
  };
  const told = (effect: PromptFlip['effect'], ids: readonly string[]): PromptFlip[] =>
    ids.flatMap((id) => {
      const item = items.get(id);
      if (item === undefined) return [];
      return [
        {
          item: id,
          effect,
          input: cut(item.input, longestInput),
          expected: item.expected === null ? null : cut(item.expected, longestAnswer),
          before: said(version.parents[0], id),
          after: said(version.id, id),
        },
      ];
    });
  const half = Math.ceil(most / 2);
  const bad = told('broke', broke.slice(0, Math.max(half, most - fixed.length)));
  return [...bad, ...told('fixed', fixed.slice(0, most - bad.length))];
}
