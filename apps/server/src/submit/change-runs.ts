import { type runBulk, type runBulkResult, TrainyardError } from '@trainyard/contracts';
import {
  appendEvents,
  deleteRun,
  patchRun,
  removeTags,
  restoreRun,
  runIdOf,
  runNumbers,
  type Store,
  setTags,
  type Transaction,
} from '@trainyard/store';
import type { z } from 'zod';
import type { Caller } from '../http/handler.ts';
import { actorOf } from './submit-run.ts';

type Bulk = z.infer<typeof runBulk>;
type BulkResult = z.infer<typeof runBulkResult>;
/** What `run-edited` says was changed; nothing where it was so already. */
type Change = (tx: Transaction, runId: string, caller: Caller) => Promise<string[]>;

const deletion: Change = async (tx, runId, caller) => ((await deleteRun(tx, runId, caller)) ? ['deleted'] : []);
const restoration: Change = async (tx, runId, caller) => ((await restoreRun(tx, runId, caller)) ? ['restored'] : []);

/** Change and event in one transaction. */
async function change(store: Store, runId: string, caller: Caller, by: Change): Promise<void> {
  await store.begin(async (tx) => {
    const fields = await by(tx, runId, caller);
    if (fields.length === 0) return;
    await appendEvents(tx, runId, [{ kind: 'run-edited', data: { fields, actor: actorOf(caller) } }]);
  });
}

export async function deleteOne(store: Store, ref: string, caller: Caller): Promise<string> {
  const runId = await runIdOf(store, ref);
  await change(store, runId, caller, deletion);
  return runId;
}

export async function restoreOne(store: Store, ref: string, caller: Caller): Promise<string> {
  const runId = await runIdOf(store, ref);
  await change(store, runId, caller, restoration);
  return runId;
}

function changeOf({ action, tags }: Bulk): Change {
  switch (action) {
    case 'delete':
      return deletion;
    case 'restore':
      return restoration;
    case 'keep':
    case 'unkeep':
      return (tx, runId) => patchRun(tx, runId, { kept: action === 'keep' });
    case 'tag':
    case 'untag': {
      if (tags === undefined || Object.keys(tags).length === 0) {
        const message = `tags: "${action}" needs at least one`;
        throw new TrainyardError('query-invalid', { detail: message }, { issues: [{ path: 'tags', message }] });
      }
      return async (tx, runId) => {
        if (action === 'tag') await setTags(tx, runId, tags);
        else await removeTags(tx, runId, Object.keys(tags));
        return ['tags'];
      };
    }
  }
}

/** The same for many runs, one after the other; one that refuses does not stop the others. */
export async function changeRuns(store: Store, bulk: Bulk, caller: Caller): Promise<BulkResult> {
  const by = changeOf(bulk);
  const refused: BulkResult['refused'] = [];
  const done: string[] = [];
  for (const ref of new Set(bulk.ids)) {
    try {
      const runId = await runIdOf(store, ref);
      await change(store, runId, caller, by);
      done.push(runId);
    } catch (error) {
      if (!(error instanceof TrainyardError) || error.kind !== 'user') throw error;
      refused.push({ id: ref, message: error.message });
    }
  }
  return { done: await runNumbers(store, done), refused };
}
