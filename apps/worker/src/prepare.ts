import { join } from 'node:path';
import type { EndReason, Task } from '@trainyard/contracts';
import { type Claim, markCheckpointBroken, type Resumed } from '@trainyard/queue/work';
import { findCheckpoint, type StoredCheckpoint } from '@trainyard/store';
import { builtinRoot, type CatalogTrainer, type EnvironmentState } from '@trainyard/trainer-catalog';
import { environmentId } from '@trainyard/trainer-host';
import { type Context, workFolder } from './context.ts';
import { languageDoor } from './language-door.ts';
import { type SealedDataset, writeSealedDataset } from './sealed-dataset.ts';
import { DamagedModel, isModelMissing, writeSourceModels } from './source-models.ts';
import { isRunMissing, writeSourceRuns } from './source-runs.ts';

/** Everything an attempt needs, found and checked. */
export interface Prepared {
  trainer: CatalogTrainer;
  environment: EnvironmentState;
  /** Of the code as it is now; the frozen record says what it was at submit. */
  codeDigest: string;
  task: Task;
  workFolder: string;
  pythonPath: readonly string[];
  /** What it goes on from, as the record of the attempt says it. */
  resumed: Resumed | null;
}

/** Why a run cannot even begin; no other try would help. */
export class UnfitError extends Error {
  readonly reason: EndReason;
  constructor(reason: EndReason) {
    super(reason.message);
    this.name = 'UnfitError';
    this.reason = reason;
  }
}

/** Null where the test part of the data is not sealed. */
async function sealedOf(context: Context, claim: Claim, folder: string): Promise<SealedDataset | null> {
  const { dataset, split } = claim.frozen;
  if (dataset === null || split?.sealed !== true) return null;
  return writeSealedDataset(context.files, { dataset, split: split.digest, folder: join(folder, 'dataset') });
}

async function datasetOf(context: Context, claim: Claim, sealed: SealedDataset | null): Promise<Task['dataset']> {
  const { dataset } = claim.frozen;
  if (dataset === null) return null;
  const manifest = sealed?.manifest ?? (await context.files.readDataset(dataset.digest)).manifest;
  const { kind, classes, label_column, unit_column, unit_columns, condition_columns, rates_hz, channels, badge } =
    manifest;
  return {
    folder: sealed?.folder ?? context.files.datasetFolder(dataset.digest),
    ...dataset,
    kind,
    meta: { classes, label_column, unit_column, unit_columns, condition_columns, rates_hz, channels, badge },
  };
}

function splitOf(context: Context, claim: Claim, sealed: SealedDataset | null): Task['split'] {
  const { split } = claim.frozen;
  if (split === null) return null;
  const { digest, by, note, companion_digest, not_scored } = split;
  return {
    path: sealed?.parts ?? context.files.splitPath(digest),
    digest,
    by,
    note,
    not_scored,
    companion:
      companion_digest === null
        ? null
        : { path: context.files.splitPath(companion_digest), digest: companion_digest, by: 'unit' },
  };
}

/** The runs that the manifest asks for, written out for the trainer. */
async function runsOf(
  context: Context,
  needs: CatalogTrainer['manifest']['needs'],
  claim: Claim,
  folder: string,
): Promise<Task['runs']> {
  const { runs: ids } = claim.frozen.config;
  if (needs.runs === null || !Array.isArray(ids)) return [];
  try {
    return await writeSourceRuns(context, ids.map(String), join(folder, 'runs'));
  } catch (error) {
    if (!isRunMissing(error)) throw error;
    throw new UnfitError({
      code: 'bad-config',
      message: 'A run that this run reads is no longer there: it was deleted after this run was submitted.',
      hint: 'Start it again with runs that exist: trainyard run list shows them.',
      detail: {},
    });
  }
}

/** The registered models of the run's record, written out for the trainer. */
async function modelsOf(context: Context, claim: Claim, folder: string): Promise<Task['models']> {
  try {
    return await writeSourceModels(context, claim.frozen.models ?? [], join(folder, 'models'));
  } catch (error) {
    if (!(error instanceof DamagedModel) && !isModelMissing(error)) throw error;
    throw new UnfitError({
      code: 'bad-artifact',
      message: `A model that this run uses cannot be used: ${error instanceof Error ? error.message : ''}`,
      hint: 'Start it again with another version: trainyard model list shows them.',
      detail: {},
    });
  }
}

interface ResumePoint {
  checkpoint: Pick<StoredCheckpoint, 'id' | 'name' | 'step' | 'epoch'>;
  folder: string;
}

/** The newest whole checkpoint of the run itself; a broken one is marked and passed over. Else the one it continues from. */
async function resumePointOf(context: Context, claim: Claim): Promise<ResumePoint | null> {
  const { files, store, log } = context;
  for (const checkpoint of claim.checkpoints) {
    const wrong = await files.verifyCheckpoint(claim.runId, checkpoint.name, checkpoint.files);
    if (wrong.length === 0) return { checkpoint, folder: files.checkpointFolder(claim.runId, checkpoint.name) };
    log.warn({ run: claim.number, checkpoint: checkpoint.name, wrong }, 'a checkpoint is damaged and passed over');
    await markCheckpointBroken(store, claim, checkpoint.id, wrong.join('; '));
  }
  if (claim.continuedFrom === null) return null;
  const { runId, checkpoint: id } = claim.continuedFrom;
  const checkpoint = await findCheckpoint(store, { id: runId, number: claim.number }, id);
  const wrong = await files.verifyCheckpoint(runId, checkpoint.name, checkpoint.files);
  if (wrong.length > 0) {
    throw new UnfitError({
      code: 'bad-artifact',
      message: `The checkpoint ${checkpoint.name} that this run continues from is damaged: ${wrong.join('; ')}`,
      hint: 'Continue from another one: trainyard run show <run> lists them.',
      detail: {},
    });
  }
  return { checkpoint, folder: files.checkpointFolder(runId, checkpoint.name) };
}

export async function prepare(context: Context, claim: Claim): Promise<Prepared> {
  const { frozen } = claim;
  const trainer = await context.catalog.usable(claim.trainer);
  const environment = await context.catalog.environment(environmentId(trainer.manifest, frozen.config));
  const codeDigest = await context.catalog.codeDigest(trainer);
  const point = await resumePointOf(context, claim);
  const folder = workFolder(context.settings, claim.runId, claim.attempt);
  const sealed = await sealedOf(context, claim, folder);
  const task: Task = {
    v: 1,
    run_id: claim.runId,
    run_number: claim.number,
    attempt: claim.attempt,
    trainer: claim.trainer,
    config: frozen.config,
    dataset: await datasetOf(context, claim, sealed),
    split: splitOf(context, claim, sealed),
    upload: claim.uploadId === null ? null : context.files.uploadFolder(claim.uploadId),
    runs: await runsOf(context, trainer.manifest.needs, claim, folder),
    models: await modelsOf(context, claim, folder),
    language: await languageDoor(context, claim),
    prompt: frozen.prompt ?? null,
    output: join(folder, 'output'),
    checkpoint:
      point === null
        ? null
        : {
            id: point.checkpoint.name,
            folder: point.folder,
            step: point.checkpoint.step,
            epoch: point.checkpoint.epoch,
          },
    seed: frozen.seed,
    threads: frozen.resources.threads,
    devices: claim.devices,
    time_limit_s: frozen.time_limit_s,
  };
  const pythonPath = [
    join(builtinRoot, 'sdk-python', 'src'),
    join(builtinRoot, 'lib-python', 'src'),
    ...(trainer.packFolder === null ? [] : [trainer.packFolder]),
  ];
  // Steps of another run's checkpoint supersede nothing here: a continued run's own series begin with it.
  const resumed = point === null ? null : { checkpointId: point.checkpoint.id, ...point.checkpoint };
  return { trainer, environment, codeDigest, task, workFolder: folder, pythonPath, resumed };
}
