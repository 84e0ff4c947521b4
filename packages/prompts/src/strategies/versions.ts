import { detectAction } from '../edits/detect.ts';
import { type Prompt, promptHash, promptText } from '../prompt/prompt.ts';
import type { ProposedCandidate, StrategyState, StrategyTools, Version } from './types.ts';

export function versionOf(state: StrategyState, id: string): Version {
  const version = state.versions[id];
  if (version === undefined) throw new Error(`the state has no version ${id}`);
  return version;
}

export function seedVersion(prompt: Prompt, tools: Pick<StrategyTools, 'countTokens' | 'shownBy'>): Version {
  return {
    id: 'v0',
    parents: [],
    prompt,
    hash: promptHash(prompt),
    origin: 'seed',
    round: 0,
    actionProposed: null,
    actionDetected: null,
    hypothesis: '',
    tokens: tools.countTokens(promptText(prompt)),
    shows: tools.shownBy?.(prompt) ?? [],
  };
}

/** Adds a prompt to the draft, or the reasons against it. */
function addVersion(
  draft: StrategyState,
  candidate: Omit<ProposedCandidate, 'origin'> & { origin: Version['origin'] },
  parent: Version,
  tools: StrategyTools,
): Version | null {
  const tried = new Set(Object.values(draft.versions).map(({ hash }) => hash));
  const refusals = tools.refuse({ prompt: candidate.prompt, finish: candidate.finish }, parent.prompt, tried);
  if (refusals.length > 0) {
    draft.refusals = [...draft.refusals, { round: draft.round, refusals }];
    return null;
  }
  const version: Version = {
    id: `v${Object.keys(draft.versions).length}`,
    parents: [parent.id],
    prompt: candidate.prompt,
    hash: promptHash(candidate.prompt),
    origin: candidate.origin,
    round: draft.round,
    actionProposed: candidate.action,
    actionDetected: detectAction(parent.prompt, candidate.prompt),
    hypothesis: candidate.hypothesis,
    tokens: tools.countTokens(promptText(candidate.prompt)),
    shows: tools.shownBy?.(candidate.prompt) ?? [],
  };
  draft.versions = { ...draft.versions, [version.id]: version };
  return version;
}

/** Those that may be tried. */
export function addVersions(
  draft: StrategyState,
  candidates: readonly (Omit<ProposedCandidate, 'origin'> & { origin: Version['origin'] })[],
  parentId: string,
  tools: StrategyTools,
): Version[] {
  const parent = versionOf(draft, parentId);
  return candidates.flatMap((candidate) => addVersion(draft, candidate, parent, tools) ?? []);
}
