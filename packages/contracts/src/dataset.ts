import { z } from 'zod';
import { wireNumber } from './number.ts';
import { fileRecord, relativePath } from './protocol.ts';
import { id, timestamp } from './run.ts';
import { datasetKind } from './trainer.ts';

/** `manifest.json` of a data set version; its canonical form (sorted keys, no spaces) gives the digest. */
export const datasetManifest = z.object({
  v: z.literal(1),
  kind: datasetKind,
  files: z.array(fileRecord),
  label_column: z.string().nullable(),
  /** The physical unit (bearing, machine, patient): what a split must not tear apart. */
  unit_column: z.string().nullable(),
  unit_columns: z.array(z.string()).default([]),
  condition_columns: z.array(z.string()).default([]),
  classes: z.array(z.string()).default([]),
  rates_hz: z.array(z.number()).default([]),
  channels: z.array(z.string()).default([]),
  badge: z.string().nullable().default(null),
  source: z.string().default(''),
  notes: z.array(z.string()).default([]),
  /** Split files shipped with the data, by name. */
  splits: z.record(z.string(), relativePath).default({}),
});
export type DatasetManifest = z.infer<typeof datasetManifest>;

/**
 * `index.csv`, one row a sample: sample_id, file, row (of a 2-D or 3-D .npy, empty otherwise), rate_hz, n (samples in
 * time), scale (physical unit per count), label, then unit and condition columns. A signal array is (n), (rows, n) or (rows, channels, n).
 */
export const indexColumns = ['sample_id', 'file', 'row', 'rate_hz', 'n', 'scale', 'label'] as const;

export const datasetName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{0,79}$/, 'lower-case letters, digits, ".", "_" and "-"');

export const datasetVersion = z.object({
  id,
  version: z.int().positive(),
  digest: z.string(),
  kind: datasetKind,
  samples: z.int(),
  size: z.int(),
  classes: z.array(z.object({ label: z.string(), samples: z.int(), units: z.int().nullable() })),
  units: z.array(z.object({ column: z.string(), values: z.int(), physical: z.boolean() })),
  rates_hz: z.array(z.number()),
  seconds: z.object({ min: z.number(), max: z.number(), total: z.number() }).nullable(),
  conditions: z.array(z.string()),
  channels: z.array(z.string()),
  badge: z.string().nullable(),
  notes: z.array(z.string()),
  run: z.object({ id, number: z.int() }).nullable(),
  created_at: timestamp,
});
export type DatasetVersion = z.infer<typeof datasetVersion>;

export const dataset = z.object({
  id,
  name: datasetName,
  latest: datasetVersion,
  versions: z.array(datasetVersion),
  created_at: timestamp,
});
export type Dataset = z.infer<typeof dataset>;

export const splitPart = z.enum(['train', 'validation', 'test']);
export const splitConfig = z.object({
  by: z.string().default('unit'),
  train: z.int().min(0).max(100).default(70),
  validation: z.int().min(0).max(100).default(15),
  test: z.int().min(0).max(100).default(15),
  seed: z.int().nonnegative().default(0),
});
export type SplitConfig = z.infer<typeof splitConfig>;

export const windowConfig = z.object({
  seconds: z.number().positive().default(0.25),
  overlap: z.int().min(0).max(90).default(50),
});
export type WindowConfig = z.infer<typeof windowConfig>;

/** Facts of data set and split that rules see as `data`. Sizes count samples, or windows where the trainer cuts them. */
export const dataFacts = z.object({
  samples: z.int(),
  classes: z.int(),
  train_size: z.int(),
  validation_size: z.int(),
  test_size: z.int(),
  min_rate_hz: z.number(),
  min_seconds: z.number(),
  channels: z.int(),
  /** Unit and condition columns that hold a number for every sample, such as a speed. */
  number_columns: z.array(z.string()),
});
export type DataFacts = z.infer<typeof dataFacts>;

export const datasetSample = z.object({
  sample_id: z.string(),
  file: z.string(),
  label: z.string().nullable(),
  rate_hz: z.number().nullable(),
  n: z.int().nullable(),
  seconds: z.number().nullable(),
  /** Unit and condition columns. */
  columns: z.record(z.string(), z.string()),
});
export type DatasetSample = z.infer<typeof datasetSample>;

/** One channel of a recording for a picture: lowest and highest value a pixel, and its amplitude spectrum (Hann window). */
export const signalView = z.object({
  sample_id: z.string(),
  channel: z.int(),
  channels: z.array(z.string()),
  rate_hz: z.number(),
  /** Where what is drawn begins in the recording, and how many values it is long. */
  from_s: z.number(),
  n: z.int(),
  waveform: z.object({ seconds: z.array(z.number()), low: z.array(z.number()), high: z.array(z.number()) }),
  spectrum: z.object({ hz: z.array(z.number()), amplitude: z.array(z.number()) }),
});
export type SignalView = z.infer<typeof signalView>;

/** The best run of a data set. Runs whose split flatters them never beat honest ones. */
export const bestRun = z.object({
  dataset: z.object({ name: datasetName, version: z.int() }),
  run: z.object({ id, number: z.int(), name: z.string(), trainer: z.string().nullable() }),
  /** The figure that runs are judged by, with its interval. */
  key: z.string(),
  label: z.string(),
  value: wireNumber,
  low: wireNumber.nullable(),
  high: wireNumber.nullable(),
  unit: z.string(),
  split_by: z.string().nullable(),
  /** Honesty note, such as "upper bound: same unit on both sides". */
  note: z.string().nullable(),
});
export type BestRun = z.infer<typeof bestRun>;
