import type { Actor, Run } from '@trainyard/contracts';
import { type Submission, submitRun } from '@trainyard/queue/submit';
import { getRun, saveSplit } from '@trainyard/store';
import type { Caller } from '../http/handler.ts';
import type { Parts } from '../parts.ts';
import { type RunPlan, refuseIssues } from './plan-run.ts';
import { autoName } from './run-name.ts';

export function actorOf(caller: Caller): Actor {
  return { kind: 'user', id: caller.id, name: caller.name };
}

/** The split files of a plan, in place before any run names them. */
async function storeSplits({ files, store }: Parts, plan: RunPlan, ownerId: string): Promise<void> {
  const { split, question, dataset } = plan;
  if (split === null || question === null || dataset === null) return;
  const { parts, ...settings } = question;
  const config = parts === null ? settings : { ...settings, parts };
  const common = { datasetDigest: dataset.digest, config };
  const { digest, path } = await files.writeSplit(split.text);
  if (split.companion !== null) {
    const companion = await files.writeSplit(split.companion.text);
    await saveSplit(store, ownerId, {
      ...common,
      digest: companion.digest,
      by: split.companion.by,
      note: null,
      companionDigest: null,
      sizes: {},
      notScored: split.not_scored,
      location: companion.path,
    });
  }
  await saveSplit(store, ownerId, {
    ...common,
    digest,
    by: split.by,
    note: split.note,
    companionDigest: split.companion?.digest ?? null,
    sizes: split.sizes,
    notScored: split.not_scored,
    location: path,
  });
}

export interface SubmitOptions {
  caller: Caller;
  experimentId?: string | undefined;
  continuedFrom?: Submission['continuedFrom'];
  reproduces?: string | undefined;
}

/** A plan without problems as a submission, its split stored. Throws config-invalid with every problem. */
export async function submissionOf(parts: Parts, plan: RunPlan, options: SubmitOptions): Promise<Submission> {
  const { trainer, spec, frozen, dataset, badge } = plan;
  refuseIssues(spec.trainer, plan.issues);
  const { caller } = options;
  await storeSplits(parts, plan, caller.id);
  return {
    name: spec.name ?? autoName(spec, dataset),
    ownerId: caller.id,
    actor: actorOf(caller),
    frozen,
    experimentId: options.experimentId,
    priority: spec.priority,
    notes: spec.notes,
    tags: spec.tags,
    badge,
    uploadId: spec.upload ?? null,
    continuedFrom: options.continuedFrom ?? null,
    reproduces: options.reproduces ?? null,
    quiet: trainer.manifest.hidden,
  };
}

export async function submitPlan(parts: Parts, plan: RunPlan, options: SubmitOptions): Promise<Run> {
  const { id } = await submitRun(parts.store, await submissionOf(parts, plan, options));
  return getRun(parts.store, id);
}
