import { type Run, type reproduction, TrainyardError } from '@trainyard/contracts';
import { compareReproduction, getRun, newestRepeatOf, originalOf, removedRun, uploadOf } from '@trainyard/store';
import type { z } from 'zod';
import type { Caller } from '../http/handler.ts';
import type { Parts } from '../parts.ts';
import { frozenOf, planFromRecord } from './repeat-plan.ts';
import { submitPlan } from './submit-run.ts';

/** The same record again, from the same checkpoint where the original began from one. */
export async function reproduceRun(parts: Parts, ref: string, caller: Caller): Promise<Run> {
  const run = await getRun(parts.store, ref);
  if (run.deleted_at !== null) throw new TrainyardError('run-deleted', { run: run.number });
  const original = await frozenOf(parts, run);
  const upload = (await uploadOf(parts.store, run.id)) ?? undefined;
  const name = `${run.name} (repeat of #${run.number})`.slice(0, 200);
  const plan = await planFromRecord(parts, original, { config: {}, name, priority: run.priority, upload }, caller);
  const from = run.continued_from;
  return submitPlan(parts, plan, {
    caller,
    experimentId: run.experiment.id,
    reproduces: run.id,
    continuedFrom: from === null ? null : { runId: from.run_id, checkpointId: from.checkpoint },
  });
}

/** Of a repeat, or of the newest repeat of this run. */
export async function reproductionOf({ store }: Parts, ref: string): Promise<z.infer<typeof reproduction>> {
  const run = await getRun(store, ref);
  const original = await originalOf(store, run.id);
  if (original !== null) {
    const gone = await removedRun(store, original);
    if (gone !== null) throw new TrainyardError('run-not-found', { id: gone.number });
    return compareReproduction(store, run.id, original);
  }
  const repeat = await newestRepeatOf(store, run.id);
  if (repeat === null) throw new TrainyardError('reproduction-not-found', { run: run.number });
  return compareReproduction(store, repeat, run.id);
}
