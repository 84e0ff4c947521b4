import { z } from 'zod';
import { languageChoice, promptChoice } from './chosen.ts';
import { languageRole } from './language-role.ts';
import { wireNumber } from './number.ts';
import { section } from './section.ts';

/**
 * Trainer protocol, version 1: newline-delimited JSON. The trainer writes to file descriptor 3, the host to the
 * trainer's stdin. `seq` rises within an attempt; a line whose `seq` was seen already is dropped.
 */
export const protocolVersion = 1;

/** The longest line a host reads; anything longer is reported and skipped. */
export const maxLineBytes = 8 * 1024 * 1024;

const envelope = { v: z.literal(1), seq: z.int().nonnegative(), t: z.number() };
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** A path below a folder: no root, no `..`, no backslash, no empty part. */
export const relativePath = z
  .string()
  .min(1)
  .max(512)
  .refine(
    (p) => !p.startsWith('/') && !/[\\\0]/.test(p) && p.split('/').every((s) => s !== '' && s !== '.' && s !== '..'),
    {
      message: 'must be a path below the folder, without "..", "." or a leading "/"',
    },
  );

export const metricGroup = z.enum(['train', 'validation', 'test', 'system']);
export const metricName = z.string().min(1).max(250);
export const metricValues = z.record(metricName, wireNumber);

export const capabilities = z.object({
  pause: z.boolean().default(false),
  stop: z.boolean().default(false),
  checkpoint: z.boolean().default(false),
  exact_resume: z.boolean().default(false),
});

export const hello = z.object({
  ...envelope,
  type: z.literal('hello'),
  protocol: z.int(),
  pid: z.int().positive(),
  versions: z.record(z.string(), z.string()).default({}),
  capabilities: capabilities.prefault({}),
});

export const progress = z.object({
  ...envelope,
  type: z.literal('progress'),
  step: z.number().nonnegative().optional(),
  total_steps: z.number().positive().optional(),
  epoch: z.number().nonnegative().optional(),
  total_epochs: z.number().positive().optional(),
  /** What an epoch is called here, in the singular: letters, such as `iteration`. */
  epoch_name: z
    .string()
    .regex(/^[a-z][a-z -]{0,29}$/)
    .optional(),
  phase: z.string().max(120).optional(),
  message: z.string().max(2000).optional(),
  /** Seconds within which the next line will come; silence beyond it is shown as a stall. */
  expect_next_s: z.number().positive().optional(),
});

export const metric = z.object({
  ...envelope,
  type: z.literal('metric'),
  step: z.number(),
  /** Absent for a metric that has no group: its key is the name alone. */
  group: metricGroup.optional(),
  values: metricValues,
});

export const fileRecord = z.object({ path: relativePath, size: z.int().nonnegative(), sha256 });

/** Sent only after the files were fsynced and renamed into place. Paths are below the task's `output` folder. */
export const checkpoint = z.object({
  ...envelope,
  type: z.literal('checkpoint'),
  id: z.string().regex(/^[A-Za-z0-9._-]{1,80}$/),
  step: z.number().nonnegative(),
  epoch: z.number().nonnegative().optional(),
  /** The folder that holds the files; it becomes `checkpoint.folder` of the task that resumes from it. */
  folder: relativePath,
  files: z.array(fileRecord).min(1),
  parts: z.array(z.string()).default([]),
  metrics: metricValues.default({}),
  best: z.boolean().default(false),
});

export const artifactKind = z.enum(['model', 'onnx', 'dataset', 'predictions', 'history', 'report', 'file']);

export const artifact = z.object({
  ...envelope,
  type: z.literal('artifact'),
  /** A file below `output`, or for kind `dataset` a folder below it. */
  path: relativePath,
  kind: artifactKind,
  sha256: sha256.optional(),
  meta: z.record(z.string(), z.unknown()).default({}),
});

export const sectionLine = z.object({ ...envelope, type: z.literal('section'), section });

export const predictions = z.object({
  ...envelope,
  type: z.literal('predictions'),
  /** CSV: sample_id, truth, prediction, then one `score_<class>` column a class. */
  path: relativePath,
  sha256: sha256.optional(),
  dataset_digest: z.string().nullable(),
  split_digest: z.string().nullable(),
});

export const logLevel = z.enum(['debug', 'info', 'warning', 'error']);
export const log = z.object({
  ...envelope,
  type: z.literal('log'),
  level: logLevel,
  message: z.string(),
  fields: z.record(z.string(), z.unknown()).optional(),
  /** Also an entry of the run's timeline: a turn that people look for later, such as an early stop. */
  milestone: z.boolean().optional(),
});

export const heartbeat = z.object({ ...envelope, type: z.literal('heartbeat') });

export const ack = z.object({
  ...envelope,
  type: z.literal('ack'),
  command: z.string(),
  result: z.enum(['ok', 'refused', 'unsupported']),
  message: z.string().optional(),
  checkpoint: z.string().optional(),
});

export const done = z.object({
  ...envelope,
  type: z.literal('done'),
  /** `paused`: left after a pause command with a checkpoint; `stopped`: left after stop with results so far. */
  status: z.enum(['completed', 'paused', 'stopped', 'failed']),
  /** With `completed`, why it ended there, in a word or two that stand beside the status: `budget-reached`. With `failed`, what failed. */
  code: z.string().max(80).optional(),
  message: z.string().max(4000).optional(),
  metrics: metricValues.default({}),
});

export const trainerLine = z.discriminatedUnion('type', [
  hello,
  progress,
  metric,
  checkpoint,
  artifact,
  sectionLine,
  predictions,
  log,
  heartbeat,
  ack,
  done,
]);
export type TrainerLine = z.infer<typeof trainerLine>;
export type TrainerLineOf<T extends TrainerLine['type']> = Extract<TrainerLine, { type: T }>;

export const hostLine = z.discriminatedUnion('type', [
  z.object({ v: z.literal(1), type: z.literal('pause'), id: z.string(), deadline_ms: z.int().positive() }),
  z.object({ v: z.literal(1), type: z.literal('stop'), id: z.string(), deadline_ms: z.int().positive() }),
  z.object({ v: z.literal(1), type: z.literal('cancel'), id: z.string(), deadline_ms: z.int().positive() }),
  z.object({ v: z.literal(1), type: z.literal('checkpoint_now'), id: z.string() }),
]);
export type HostLine = z.infer<typeof hostLine>;

/**
 * An earlier run that a trainer reads. Its folder holds run.json, config.json (the frozen record, null for an outside
 * run), sections.json, history.json (series windows), attempts.json, circumstances.json, files.json, and below `files/`
 * the files that its sections name.
 */
export const sourceRun = z.object({ id: z.string(), number: z.int().positive(), name: z.string(), folder: z.string() });
export type SourceRun = z.infer<typeof sourceRun>;

/**
 * A registered model that a trainer begins from or combines. Paths are absolute; the folder holds model.json (the version
 * as the registry tells it), config.yaml (the record of the run that made it), and below `files/` all else that is named here.
 */
export const sourceModel = z.object({
  name: z.string(),
  version: z.int().positive(),
  run_id: z.string(),
  run_number: z.int().positive(),
  /** The trainer that made it, and with which configuration. */
  trainer: z.string(),
  config: z.record(z.string(), z.unknown()),
  folder: z.string(),
  /** Of kind `model` and `onnx`, checked against the digests that were registered. */
  files: z.array(
    z.object({ path: z.string(), kind: z.string(), sha256, meta: z.record(z.string(), z.unknown()).default({}) }),
  ),
  /** What its run predicted on the test part, where it said so. */
  predictions: z.string().nullable(),
  /** Which samples it learned from, where its data were split. */
  split: z.string().nullable(),
  dataset: z.object({ name: z.string(), version: z.int(), digest: z.string() }).nullable(),
});
export type SourceModel = z.infer<typeof sourceModel>;

/** What `TRAINYARD_TASK` names: a JSON file that tells a trainer all it may know. Folders are absolute. */
export const task = z.object({
  v: z.literal(1),
  run_id: z.string(),
  run_number: z.int().positive(),
  attempt: z.int().positive(),
  trainer: z.string(),
  /** Complete and already checked: defaults, preset, file and settings merged. */
  config: z.record(z.string(), z.unknown()),
  dataset: z
    .object({
      folder: z.string(),
      name: z.string(),
      version: z.int().positive(),
      digest: z.string(),
      kind: z.string(),
      meta: z.record(z.string(), z.unknown()).default({}),
    })
    .nullable(),
  split: z
    .object({
      path: z.string(),
      digest: z.string(),
      by: z.string(),
      /** Shown beside every score, for instance "upper bound: same unit on both sides"; null where nothing flatters. */
      note: z.string().nullable(),
      /** For a split that lets units repeat: the split by unit whose score is shown beside it. */
      companion: z.object({ path: z.string(), digest: z.string(), by: z.string() }).nullable(),
      not_scored: z.array(z.string()).default([]),
    })
    .nullable(),
  /** Folder with the files a user uploaded for this run (data set import), else null. */
  upload: z.string().nullable(),
  /** The runs that the manifest's `needs.runs` asked for, in the order in which they were chosen. */
  runs: z.array(sourceRun).default([]),
  /** The registered models that the manifest's `needs.models` asked for, in the order in which they were chosen. */
  models: z.array(sourceModel).default([]),
  /**
   * The door to the language models that the manifest's `needs.language_models` asked for: OpenAI's API below `url`/v1, with
   * `key` as its key. The key speaks for this run alone and dies with the attempt. A role that the trainer can do without may be absent.
   */
  language: z
    .object({ url: z.string(), key: z.string(), models: z.partialRecord(languageRole, languageChoice) })
    .nullable()
    .default(null),
  /** The version of a prompt that the manifest's `needs.prompt` asked for. */
  prompt: promptChoice.nullable().default(null),
  output: z.string(),
  checkpoint: z
    .object({ id: z.string(), folder: z.string(), step: z.number(), epoch: z.number().nullable() })
    .nullable(),
  seed: z.int().nonnegative(),
  threads: z.int().positive(),
  devices: z.array(z.int().nonnegative()),
  time_limit_s: z.number().positive(),
});
export type Task = z.infer<typeof task>;
