import type { Group } from '../cost-search.ts';

/** How calls that have nothing there are told of. */
const none: Readonly<Record<Group, string>> = {
  role: 'no role said',
  run: 'outside of runs',
  user: 'somebody who is gone',
  language_model: 'tests of connections',
  provider: 'no provider',
};

export function groupName(by: Group, group: string | null): string {
  if (group === null) return none[by];
  return by === 'run' ? `Run ${group}` : group;
}
