import type { ModelAliasMove } from '@trainyard/contracts';

/** `from version 1 to 2`, `set to version 1`, `taken away from version 2`. */
export function moveWords({ from, to }: Pick<ModelAliasMove, 'from' | 'to'>): string {
  if (to === null) return from === null ? 'taken away' : `taken away from version ${from}`;
  return from === null ? `set to version ${to}` : `from version ${from} to ${to}`;
}
