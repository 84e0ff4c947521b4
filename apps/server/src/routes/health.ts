import { statfs } from 'node:fs/promises';
import { TrainyardError } from '@trainyard/contracts';
import { settingsInUse } from '@trainyard/settings';
import { migrationState, serverVersion } from '@trainyard/store';
import type { Handlers } from '../http/handler.ts';
import type { Parts } from '../parts.ts';

export function healthRoutes({
  store,
  settings,
  files,
  version,
}: Parts): Handlers<'health' | 'ready' | 'getInstallation'> {
  return {
    health: () => ({ status: 'ok', version }),
    async ready() {
      const { pending } = await migrationState(store);
      if (pending.length > 0) throw new TrainyardError('database-unreachable', { detail: 'it is being upgraded' });
      return { status: 'ready' };
    },
    async getInstallation() {
      const disk = await statfs(files.root);
      return {
        version,
        home: settings.home,
        database: `PostgreSQL ${await serverVersion(store)}`,
        disk: { free_bytes: disk.bavail * disk.bsize, total_bytes: disk.blocks * disk.bsize },
        settings: settingsInUse(settings).map(({ env, value, unit, from, meaning, group }) => ({
          env,
          value: unit === null || value === 'not set' ? value : `${value} ${unit}`,
          set: from === 'environment',
          meaning,
          group,
        })),
      };
    },
  };
}
