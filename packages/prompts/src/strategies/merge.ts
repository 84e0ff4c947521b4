import { type Prompt, promptHash } from '../prompt/prompt.ts';
import { seedId } from './finish.ts';
import { isAnswered, meanOf } from './ledger.ts';
import type { StrategyState, StrategyTools, Version } from './types.ts';
import { addVersions, versionOf } from './versions.ts';

const parts = ['system', 'output', 'examples'] as const;

/** Prompts that went the full distance, the best first, without the incumbent and the seed. */
function known(state: StrategyState): string[] {
  const { select } = state.parts;
  return Object.keys(state.versions)
    .filter((id) => id !== state.incumbent && id !== seedId && isAnswered(state, id, select))
    .sort((a, b) => meanOf(state, b, select) - meanOf(state, a, select));
}

/**
 * The incumbent with one part of the best other prompt that gives something new: what two edits found apart is often worth both.
 * No writer is asked, so it costs its race alone. Empty where there is nothing to put together, or the rules refuse it.
 */
export function mergedCandidate(draft: StrategyState, tools: StrategyTools): Version[] {
  const { incumbent } = draft;
  if (incumbent === seedId) return [];
  const own = versionOf(draft, incumbent).prompt;
  const tried = new Set(Object.values(draft.versions).map(({ hash }) => hash));
  for (const id of known(draft)) {
    const other = versionOf(draft, id).prompt;
    for (const part of parts) {
      const prompt: Prompt = { ...own, [part]: other[part] };
      if (tried.has(promptHash(prompt))) continue;
      const hypothesis = `The ${part} part of ${id} helps ${incumbent} too.`;
      const merged = { prompt, finish: 'stop', action: null, hypothesis, origin: 'merged' as const };
      return addVersions(draft, [merged], incumbent, tools).map((version) => withParent(draft, version, id));
    }
  }
  return [];
}

function withParent(draft: StrategyState, version: Version, second: string): Version {
  const whole = { ...version, parents: [...version.parents, second] };
  draft.versions = { ...draft.versions, [version.id]: whole };
  return whole;
}
