import {
  type experimentCreate,
  type Issue,
  idOrNumber,
  type Run,
  type RunSpec,
  type runCreate,
  TrainyardError,
} from '@trainyard/contracts';
import { openExternalRun, submitExperiment } from '@trainyard/queue/submit';
import { createExperiment, getExperiment, getRun } from '@trainyard/store';
import type { z } from 'zod';
import type { Caller } from '../http/handler.ts';
import type { Parts } from '../parts.ts';
import { planRun, type RunPlan, refuseIssues } from './plan-run.ts';
import { actorOf, submissionOf, submitPlan } from './submit-run.ts';

/** By id, number or name; a name that is new makes a new experiment. */
async function experimentIdOf({ store }: Parts, ref: string | undefined, caller: Caller): Promise<string | undefined> {
  if (ref === undefined || ref.trim() === '') return undefined;
  try {
    return (await getExperiment(store, ref)).id;
  } catch (error) {
    const isNew =
      error instanceof TrainyardError && error.code === 'experiment-not-found' && !idOrNumber.safeParse(ref).success;
    if (!isNew) throw error;
    const name = ref.slice(0, 200);
    return (await createExperiment(store, { name, mode: 'parallel', ownerId: caller.id })).id;
  }
}

/** Submits a run for a worker, or opens one that another program executes. */
export async function createRun(parts: Parts, body: z.infer<typeof runCreate>, caller: Caller): Promise<Run> {
  if ('executor' in body) {
    const experimentId = await experimentIdOf(parts, body.experiment, caller);
    const { id } = await openExternalRun(parts.store, {
      name: body.name ?? 'outside program',
      ownerId: caller.id,
      actor: actorOf(caller),
      experimentId,
      notes: body.notes,
      tags: body.tags,
      parameters: body.parameters,
    });
    return getRun(parts.store, id);
  }
  const { experiment, ...spec } = body;
  const plan = await planRun(parts, spec, caller);
  refuseIssues(spec.trainer, plan.issues);
  return submitPlan(parts, plan, { caller, experimentId: await experimentIdOf(parts, experiment, caller) });
}

/** Every run of a batch is checked before any is submitted; problems carry the place of their run. */
async function planAll(parts: Parts, specs: readonly RunSpec[], caller: Caller): Promise<RunPlan[]> {
  const plans: RunPlan[] = [];
  const issues: Issue[] = [];
  for (const [index, spec] of specs.entries()) {
    const at = (path: string): string => (path === '' ? `runs.${index}` : `runs.${index}.${path}`);
    try {
      const plan = await planRun(parts, spec, caller);
      issues.push(...plan.issues.map((issue) => ({ ...issue, path: at(issue.path) })));
      plans.push(plan);
    } catch (error) {
      if (!(error instanceof TrainyardError) || error.kind !== 'user' || error.code === 'forbidden') throw error;
      issues.push(
        { path: at(''), message: error.message },
        ...error.issues.map((issue) => ({ ...issue, path: at(issue.path) })),
      );
    }
  }
  refuseIssues(specs[0]?.trainer ?? '<trainer>', issues);
  return plans;
}

export async function createBatch(
  parts: Parts,
  body: z.infer<typeof experimentCreate>,
  caller: Caller,
): Promise<string> {
  const plans = await planAll(parts, body.runs, caller);
  const runs = [];
  for (const plan of plans) runs.push(await submissionOf(parts, plan, { caller }));
  const { name, mode } = body;
  return (await submitExperiment(parts.store, { name, mode, ownerId: caller.id, runs })).experimentId;
}
