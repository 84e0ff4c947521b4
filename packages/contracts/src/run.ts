import { z } from 'zod';
import { languageChoice, promptChoice } from './chosen.ts';
import { languageRole } from './language-role.ts';
import { wireNumber } from './number.ts';
import { endReason } from './reason.ts';
import { presetId } from './trainer.ts';

/** Ids are UUIDv7; every `{id}` of a run or an experiment accepts its short number too. */
export const id = z.uuid();
export const idOrNumber = z
  .string()
  .regex(
    /^([1-9][0-9]{0,9}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i,
    'expected a number, such as 47, or a whole id',
  );
export const timestamp = z.iso.datetime({ offset: true });

export const runStatus = z.enum([
  'queued',
  'running',
  'pausing',
  'paused',
  'stopping',
  'stopped',
  'completed',
  'failed',
  'cancelled',
]);
export type RunStatus = z.infer<typeof runStatus>;

export const runPriority = z.enum(['high', 'normal', 'low']);
export type RunPriority = z.infer<typeof runPriority>;

/** What a person may ask of a run. */
export const runAction = z.enum(['pause', 'resume', 'stop', 'cancel', 'checkpoint']);
export type RunAction = z.infer<typeof runAction>;

/** Who asked or did: a user, a worker, or the product itself. */
export const actor = z.object({ kind: z.enum(['user', 'worker', 'system']), id: z.string(), name: z.string() });
export type Actor = z.infer<typeof actor>;

export const runProgress = z.object({
  /** 0-1, or null before anything is known. */
  fraction: z.number().min(0).max(1).nullable(),
  step: z.number().nullable(),
  total_steps: z.number().nullable(),
  epoch: z.number().nullable(),
  total_epochs: z.number().nullable(),
  /** What the trainer calls an epoch, in the singular, such as `iteration`; absent: epoch. */
  epoch_name: z.string().optional(),
  phase: z.string().nullable(),
  message: z.string().nullable(),
  /** Seconds to the end, estimated. */
  eta_s: z.number().nonnegative().nullable(),
  /** When the trainer promised its next line; past it the run is shown as stalled. */
  expected_at: timestamp.nullable(),
});
export type RunProgress = z.infer<typeof runProgress>;

export const configValue: z.ZodType<unknown> = z.unknown();
export const config = z.record(z.string(), z.unknown());

/** A registered model that a run begins from or combines: the exact version, and where it came from. */
export const frozenModel = z.object({
  name: z.string(),
  version: z.int().positive(),
  run: z.object({ id, number: z.int() }),
  /** The trainer that made it, and with which configuration. */
  trainer: z.string(),
  config,
  /** Of its first file; each file's own is kept with the version. */
  sha256: z.string(),
  dataset: z.object({ name: z.string(), version: z.int(), digest: z.string() }).nullable(),
  split: z.object({ digest: z.string(), by: z.string() }).nullable(),
});

/** Everything that a repeat needs, fixed at submit. The YAML of a run is this object. */
export const frozenRun = z.object({
  v: z.literal(1),
  trainer: z.object({
    id: z.string(),
    /** sha256 over the trainer's folder and the code that it is run with. */
    code_digest: z.string(),
    git_commit: z.string().nullable(),
    environment: z.string(),
    /** sha256 of the environment's lock. */
    lock_digest: z.string().nullable(),
  }),
  preset: presetId.nullable(),
  config,
  /** Where each dotted key came from. */
  origin: z.record(z.string(), z.enum(['default', 'preset', 'file', 'set'])),
  dataset: z.object({ name: z.string(), version: z.int(), digest: z.string() }).nullable(),
  split: z
    .object({
      digest: z.string(),
      by: z.string(),
      note: z.string().nullable(),
      companion_digest: z.string().nullable(),
      sizes: z.record(z.string(), z.int()),
      not_scored: z.array(z.string()),
      /** The items of its test part are kept from the trainer until the seal is opened. */
      sealed: z.boolean().optional(),
    })
    .nullable(),
  /** The models that the manifest's `needs.models` asked for, in the order in which they were chosen; absent where it asks for none. */
  models: z.array(frozenModel).optional(),
  /** The language models that the manifest's `needs.language_models` asked for, by role; absent where it asks for none. */
  language_models: z.partialRecord(languageRole, languageChoice).optional(),
  /** The prompt that the manifest's `needs.prompt` asked for, with its texts; absent where it asks for none. */
  prompt: promptChoice.optional(),
  seed: z.int().nonnegative(),
  resources: z.object({ threads: z.int().positive(), gpus: z.int().nonnegative() }),
  time_limit_s: z.number().positive(),
});
export type FrozenRun = z.infer<typeof frozenRun>;
export type FrozenModel = z.infer<typeof frozenModel>;

export const run = z.object({
  id,
  number: z.int().positive(),
  name: z.string(),
  experiment: z.object({ id, number: z.int(), name: z.string() }),
  executor: z.enum(['worker', 'external']),
  trainer: z.string().nullable(),
  preset: z.string().nullable(),
  status: runStatus,
  priority: runPriority,
  dataset: z.object({ name: z.string(), version: z.int(), digest: z.string() }).nullable(),
  split: z.object({ by: z.string(), note: z.string().nullable() }).nullable(),
  owner: z.object({ id: z.string(), name: z.string() }),
  tags: z.record(z.string(), z.string()),
  notes: z.string(),
  seed: z.int().nullable(),
  threads: z.int().nullable(),
  gpus: z.int(),
  time_limit_s: z.number().nullable(),
  progress: runProgress,
  /** Latest value by key (`validation/loss`), and once ended the final ones that the trainer stated. */
  metrics: z.record(z.string(), wireNumber),
  /** Why it ended, or why it waits; first cause wins. */
  reason: endReason.nullable(),
  attempt: z.int().nonnegative(),
  retries: z.int().nonnegative(),
  /** Commands that the trainer has not answered yet. */
  pending: z.array(runAction),
  worker: z.object({ id: z.string(), name: z.string(), host: z.string() }).nullable(),
  continued_from: z.object({ run_id: id, number: z.int(), checkpoint: z.string() }).nullable(),
  parent_id: id.nullable(),
  /** For instance SIMULATED, where the data are generated. */
  badge: z.string().nullable(),
  last_seq: z.int().nonnegative(),
  kept: z.boolean(),
  /** Set while a deleted run can still be restored. */
  deleted_at: timestamp.nullable(),
  /** Those asked for by the list's `parameters`. */
  parameters: z.record(z.string(), z.string()).optional(),
  created_at: timestamp,
  queued_at: timestamp.nullable(),
  started_at: timestamp.nullable(),
  ended_at: timestamp.nullable(),
  /** Time in the running state over all attempts, seconds. */
  running_s: z.number().nonnegative(),
});
export type Run = z.infer<typeof run>;

export const runAttempt = z.object({
  attempt: z.int().positive(),
  worker: z.string(),
  host: z.string(),
  started_at: timestamp,
  ended_at: timestamp.nullable(),
  end: endReason.nullable(),
  resumed_from: z.string().nullable(),
  retry: z.boolean(),
  versions: z.record(z.string(), z.string()),
});

export const checkpointRow = z.object({
  id,
  name: z.string(),
  attempt: z.int(),
  step: z.number(),
  epoch: z.number().nullable(),
  best: z.boolean(),
  size: z.int(),
  parts: z.array(z.string()),
  metrics: z.record(z.string(), wireNumber),
  created_at: timestamp,
});
export type CheckpointRow = z.infer<typeof checkpointRow>;

export const artifactRow = z.object({
  path: z.string(),
  kind: z.string(),
  size: z.int(),
  sha256: z.string(),
  meta: z.record(z.string(), z.unknown()),
  created_at: timestamp,
});

const name = z.string().min(1).max(200);
const tags = z.record(z.string().min(1).max(250), z.string().max(5000));

/** One run to be launched. `config` is the overlay above preset and defaults; keys may be nested or dotted. */
export const runSpec = z.strictObject({
  trainer: z.string(),
  preset: presetId.optional(),
  config: config.default({}),
  /** `name`, `name@version` or a digest. */
  dataset: z.string().optional(),
  upload: z.string().optional(),
  name: name.optional(),
  notes: z.string().max(20_000).optional(),
  tags: tags.optional(),
  priority: runPriority.default('normal'),
  seed: z
    .int()
    .nonnegative()
    .max(2 ** 31 - 1)
    .optional(),
  threads: z.int().min(1).max(256).optional(),
  gpus: z.int().min(0).max(64).optional(),
  time_limit_s: z
    .number()
    .positive()
    .max(30 * 86_400)
    .optional(),
});
export type RunSpec = z.infer<typeof runSpec>;

/** A run that some other program executes and reports through the intake. */
export const externalRunSpec = z.strictObject({
  executor: z.literal('external'),
  name: name.optional(),
  notes: z.string().max(20_000).optional(),
  tags: tags.optional(),
  parameters: z.record(z.string(), z.string()).default({}),
});

export const runCreate = z.union([
  externalRunSpec.extend({ experiment: z.string().optional() }),
  runSpec.extend({ experiment: z.string().optional() }),
]);

export const runPatch = z.strictObject({
  name: name.optional(),
  notes: z.string().max(20_000).optional(),
  tags: tags.optional(),
  kept: z.boolean().optional(),
});

export const experiment = z.object({
  id,
  number: z.int().positive(),
  name: z.string(),
  mode: z.enum(['sequential', 'parallel']),
  owner: z.object({ id: z.string(), name: z.string() }),
  counts: z.partialRecord(runStatus, z.int()),
  created_at: timestamp,
});
export type Experiment = z.infer<typeof experiment>;

export const experimentCreate = z.strictObject({
  name,
  mode: z.enum(['sequential', 'parallel']).default('parallel'),
  runs: z.array(runSpec).min(0).max(1000).default([]),
});

export const runContinue = z.strictObject({
  /** `best`, `last`, or a checkpoint's name or id. */
  from: z.string().default('last'),
  config: config.default({}),
  name: name.optional(),
  priority: runPriority.optional(),
  time_limit_s: z.number().positive().optional(),
});

export const reproduction = z.object({
  run: id,
  original: id,
  /** pending until the repeat ended. */
  verdict: z.enum(['pending', 'identical', 'different', 'failed']),
  compared: z.array(
    z.object({ key: z.string(), original: wireNumber.nullable(), repeat: wireNumber.nullable(), equal: z.boolean() }),
  ),
  files: z.array(
    z.object({ path: z.string(), original: z.string().nullable(), repeat: z.string().nullable(), equal: z.boolean() }),
  ),
  /** What differs in the circumstances: code, lock, host CPU, threads. */
  warnings: z.array(z.string()),
});

/** The same for many runs; each is done or refused by itself. */
export const runBulk = z.strictObject({
  ids: z.array(idOrNumber).min(1).max(500),
  action: z.enum(['delete', 'restore', 'tag', 'untag', 'keep', 'unkeep']),
  /** For `tag` and `untag` (there only the keys count). */
  tags: tags.optional(),
});
export const runBulkResult = z.object({
  done: z.array(z.object({ id, number: z.int() })),
  refused: z.array(z.object({ id: z.string(), message: z.string() })),
});

export const predictionRow = z.object({
  sample_id: z.string(),
  truth: z.string(),
  prediction: z.string(),
  /** Score of the predicted class; null where the trainer gives none. */
  confidence: wireNumber.nullable(),
  scores: z.record(z.string(), wireNumber),
});
export type PredictionRow = z.infer<typeof predictionRow>;
