import type { Group } from '../cost-search.ts';

/** How calls that have nothing there are told of. */
const none: Readonly<Record<Group, string>> = {
  role: 'no role said',
  run: 'outside of runs and batches',
  user: 'somebody who is gone',
  language_model: 'tests of connections',
  provider: 'no provider',
};

export function groupName(by: Group, group: string | null): string {
  if (group === null) return none[by];
  if (by !== 'run') return group;
  return group.startsWith('batch ') ? `B${group.slice(1)}` : `Run ${group}`;
}
