import type { FrozenRun, Issue } from '@trainyard/contracts';
import { adminSettings } from '@trainyard/domain';
import type { CatalogTrainer } from '@trainyard/trainer-catalog';
import type { Caller } from '../http/handler.ts';

/** What only an administrator may set, in a configuration of somebody else: also in a repeat of an administrator's run. */
export function adminIssues(
  { manifest }: Pick<CatalogTrainer, 'manifest'>,
  { config }: Pick<FrozenRun, 'config'>,
  caller: Pick<Caller, 'role'>,
): Issue[] {
  if (caller.role === 'admin') return [];
  return adminSettings(manifest.parameters, config).map((path) => ({
    path,
    message: 'Only an administrator may set this',
  }));
}
