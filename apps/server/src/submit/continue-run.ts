import { type Issue, type Run, type runContinue, TrainyardError } from '@trainyard/contracts';
import { canContinue } from '@trainyard/domain';
import { flattenParameters } from '@trainyard/queue/submit';
import { findCheckpoint, getRun } from '@trainyard/store';
import type { z } from 'zod';
import type { Caller } from '../http/handler.ts';
import type { Parts } from '../parts.ts';
import { refuseIssues } from './plan-run.ts';
import { frozenOf, planFromRecord } from './repeat-plan.ts';
import { submitPlan } from './submit-run.ts';

/** Settings that the manifest does not let a continued run change. */
function forbiddenChanges(trainer: string, config: Record<string, unknown>, allowed: readonly string[]): Issue[] {
  const may = (key: string): boolean => allowed.some((one) => key === one || key.startsWith(`${one}.`));
  const possible = allowed.length === 0 ? 'nothing can' : `possible: ${allowed.join(', ')}`;
  return Object.keys(flattenParameters(config))
    .filter((key) => !may(key))
    .map((key) => ({
      path: key,
      message: `${key} cannot be changed when a run of ${trainer} is continued; ${possible}`,
    }));
}

/** A new run that goes on from a checkpoint of an ended one, with changed settings where the trainer allows. */
export async function continueRun(
  parts: Parts,
  ref: string,
  asked: z.infer<typeof runContinue>,
  caller: Caller,
): Promise<Run> {
  const run = await getRun(parts.store, ref);
  if (run.deleted_at !== null) throw new TrainyardError('run-deleted', { run: run.number });
  const original = await frozenOf(parts, run);
  if (!canContinue(run.status))
    throw new TrainyardError('continue-not-allowed', { run: run.number, status: run.status });
  const checkpoint = await findCheckpoint(parts.store, run, asked.from);
  const { capabilities } = (await parts.catalog.usable(original.trainer.id)).manifest;
  refuseIssues(original.trainer.id, forbiddenChanges(original.trainer.id, asked.config, capabilities.continue));
  const plan = await planFromRecord(
    parts,
    original,
    {
      config: asked.config,
      name: asked.name ?? `${run.name.replace(/ \(continued\)$/, '')} (continued)`.slice(0, 200),
      priority: asked.priority ?? run.priority,
      time_limit_s: asked.time_limit_s,
    },
    caller,
  );
  return submitPlan(parts, plan, {
    caller,
    experimentId: run.experiment.id,
    continuedFrom: { runId: checkpoint.runId, checkpointId: checkpoint.id },
  });
}
