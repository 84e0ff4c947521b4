import type { Actor, FrozenRun, RunPriority } from '@trainyard/contracts';
import {
  appendEvents,
  createExperiment,
  defaultExperimentId,
  insertRun,
  inTransaction,
  newId,
  noteModelUses,
  type Transaction,
  type Work,
} from '@trainyard/store';
import { enqueue } from '../move.ts';

/** One run, checked and frozen, ready to be queued. */
export interface Submission {
  name: string;
  ownerId: string;
  actor: Actor;
  frozen: FrozenRun;
  /** The owner's default experiment where absent. */
  experimentId?: string | undefined;
  priority?: RunPriority | undefined;
  notes?: string | undefined;
  tags?: Record<string, string> | undefined;
  badge?: string | null | undefined;
  uploadId?: string | null | undefined;
  parentId?: string | null | undefined;
  continuedFrom?: { runId: string; checkpointId: string } | null | undefined;
  reproduces?: string | null | undefined;
  /** It serves the product: its owner is told of failures only. */
  quiet?: boolean | undefined;
}

export interface Submitted {
  id: string;
  number: number;
}

/** A run that another program executes and reports through the intake. */
export interface ExternalRun {
  name: string;
  ownerId: string;
  actor: Actor;
  experimentId?: string | undefined;
  notes?: string | undefined;
  tags?: Record<string, string> | undefined;
  parameters?: Record<string, string> | undefined;
  parentId?: string | null | undefined;
}

/** Dotted keys of a configuration and their values as text, as lists and comparisons show them. */
export function flattenParameters(config: Record<string, unknown>, prefix = ''): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [key, value] of Object.entries(config)) {
    const path = prefix === '' ? key : `${prefix}.${key}`;
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      Object.assign(flat, flattenParameters(Object.fromEntries(Object.entries(value)), path));
    } else flat[path] = typeof value === 'string' ? value : JSON.stringify(value ?? null);
  }
  return flat;
}

async function announceRun(tx: Transaction, run: Submitted & { name: string }, actor: Actor): Promise<void> {
  await appendEvents(tx, run.id, [{ kind: 'run-submitted', data: { number: run.number, name: run.name, actor } }]);
}

/** Run, record, event, job and notification in one transaction. */
export function submitRun(db: Work, submission: Submission): Promise<Submitted> {
  const { frozen, actor } = submission;
  return inTransaction(db, async (tx) => {
    const id = newId();
    const experimentId = submission.experimentId ?? (await defaultExperimentId(tx, submission.ownerId));
    const number = await insertRun(tx, {
      id,
      experimentId,
      executor: 'worker',
      name: submission.name,
      trainer: frozen.trainer.id,
      preset: frozen.preset,
      status: 'queued',
      priority: submission.priority ?? 'normal',
      ownerId: submission.ownerId,
      notes: submission.notes ?? '',
      tags: submission.tags ?? {},
      parameters: flattenParameters(frozen.config),
      frozen,
      badge: submission.badge ?? null,
      uploadId: submission.uploadId ?? null,
      parentId: submission.parentId ?? null,
      continuedFrom: submission.continuedFrom ?? null,
      reproduces: submission.reproduces ?? null,
      quiet: submission.quiet,
    });
    await noteModelUses(tx, id, frozen);
    await announceRun(tx, { id, number, name: submission.name }, actor);
    await enqueue(tx, id);
    return { id, number };
  });
}

/** An experiment and all of its runs at once. In a sequential one, a run waits until those before it have ended, however. */
export function submitExperiment(
  db: Work,
  spec: { name: string; mode: 'sequential' | 'parallel'; ownerId: string; runs: readonly Submission[] },
): Promise<{ experimentId: string; number: number; runs: Submitted[] }> {
  return inTransaction(db, async (tx) => {
    const experiment = await createExperiment(tx, spec);
    const runs: Submitted[] = [];
    for (const run of spec.runs) runs.push(await submitRun(tx, { ...run, experimentId: experiment.id }));
    return { experimentId: experiment.id, number: experiment.number, runs };
  });
}

/** It is running from the start: the program outside has begun. */
export function openExternalRun(db: Work, run: ExternalRun): Promise<Submitted> {
  return inTransaction(db, async (tx) => {
    const id = newId();
    const experimentId = run.experimentId ?? (await defaultExperimentId(tx, run.ownerId));
    const number = await insertRun(tx, {
      id,
      experimentId,
      executor: 'external',
      name: run.name,
      trainer: null,
      preset: null,
      status: 'running',
      priority: 'normal',
      ownerId: run.ownerId,
      notes: run.notes ?? '',
      tags: run.tags ?? {},
      parameters: run.parameters ?? {},
      frozen: null,
      badge: null,
      uploadId: null,
      parentId: run.parentId ?? null,
      continuedFrom: null,
      reproduces: null,
    });
    await announceRun(tx, { id, number, name: run.name }, run.actor);
    return { id, number };
  });
}
