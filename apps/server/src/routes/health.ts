import { TrainyardError } from '@trainyard/contracts';
import { migrationState } from '@trainyard/store';
import type { Handlers } from '../http/handler.ts';
import type { Parts } from '../parts.ts';

export function healthRoutes({ store, version }: Parts): Handlers<'health' | 'ready'> {
  return {
    health: () => ({ status: 'ok', version }),
    async ready() {
      const { pending } = await migrationState(store);
      if (pending.length > 0) throw new TrainyardError('database-unreachable', { detail: 'it is being upgraded' });
      return { status: 'ready' };
    },
  };
}
