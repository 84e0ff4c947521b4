import type { PromptVersionLine } from '@trainyard/contracts';

const origins: Readonly<Record<PromptVersionLine['origin'], string>> = {
  human: 'by hand',
  seed: 'seed',
  model: 'by a language model',
  scripted: 'by a script',
  merge: 'merged',
};

/** What the edit was and who made it: `add constraint, by a language model`. */
export function editWords({ action, origin }: Pick<PromptVersionLine, 'action' | 'origin'>): string {
  return action === null ? origins[origin] : `${action.replaceAll('_', ' ')}, ${origins[origin]}`;
}

/** `1`, `2 and 3`; nothing of the first. */
export function fromWords(parents: readonly number[]): string | null {
  if (parents.length === 0) return null;
  const last = parents.at(-1);
  return parents.length === 1 ? String(last) : `${parents.slice(0, -1).join(', ')} and ${last}`;
}
