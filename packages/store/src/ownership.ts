import { TrainyardError } from '@trainyard/contracts';
import type { Deleter } from './run-delete.ts';

/** Throws forbidden for what is not one's own, admins apart. `what` as in "the model". */
export function requireOwn(owners: readonly string[], by: Deleter, what: string): void {
  if (by.role !== 'admin' && !owners.includes(by.id)) {
    throw new TrainyardError('forbidden', { role: `admin, or that ${what} is your own` });
  }
}
