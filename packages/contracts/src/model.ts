import { z } from 'zod';
import { datasetName } from './dataset.ts';
import { wireNumber } from './number.ts';
import { artifactRow, id, timestamp } from './run.ts';
import { datasetKind, slug } from './trainer.ts';

/** A name for what runs learn; its versions are counted from 1, and a number is never given twice. */
export const modelName = slug;
/** Points at one version, and may be moved: `champion`. */
export const modelAlias = slug;
/** `name` (the newest version), `name@2` or `name@champion`. */
export const modelRef = z.string().min(1).max(130);

/** Whoever is named by the answer. */
const person = z.object({ id, name: z.string() });

/** The figure that the version's run was judged by, as it was when it was registered. */
export const modelMetric = z.object({
  key: z.string(),
  label: z.string(),
  value: wireNumber,
  low: wireNumber.nullable(),
  high: wireNumber.nullable(),
  unit: z.string(),
  better: z.enum(['higher', 'lower']),
  note: z.string().nullable(),
});
export type ModelMetric = z.infer<typeof modelMetric>;

export const modelFile = artifactRow.pick({ path: true, kind: true, size: true, sha256: true, meta: true });
export type ModelFile = z.infer<typeof modelFile>;

/** One run's model files under a number. It never changes, its note apart. */
export const modelVersion = z.object({
  id,
  /** Of the model that it is a version of. */
  name: modelName,
  version: z.int().positive(),
  run: z.object({
    id,
    number: z.int(),
    name: z.string(),
    trainer: z.string().nullable(),
    badge: z.string().nullable(),
  }),
  /** Of the data that it learned from; null where the run had none. */
  dataset: z.object({ name: datasetName, version: z.int(), digest: z.string(), kind: datasetKind }).nullable(),
  split: z.object({ by: z.string(), note: z.string().nullable() }).nullable(),
  /** The run's artifacts of kind `model` and `onnx`. */
  files: z.array(modelFile),
  /** Of the first file of kind `model`, or of the ONNX file where there is none. */
  sha256: z.string(),
  size: z.int(),
  metric: modelMetric.nullable(),
  note: z.string(),
  aliases: z.array(modelAlias),
  /** Runs whose record names it. */
  used_by: z.int(),
  owner: person,
  created_at: timestamp,
});
export type ModelVersion = z.infer<typeof modelVersion>;

export const model = z.object({
  id,
  name: modelName,
  description: z.string(),
  owner: person,
  /** The newest version, or the one that the reference names. Null before anything is registered. */
  latest: modelVersion.nullable(),
  /** Newest first. */
  versions: z.array(modelVersion),
  aliases: z.array(z.object({ alias: modelAlias, version: z.int(), moved_by: person, moved_at: timestamp })),
  created_at: timestamp,
});
export type Model = z.infer<typeof model>;

/** An alias was set, moved or taken away: `from` and `to` are numbers of versions. */
export const modelAliasMove = z.object({
  alias: modelAlias,
  from: z.int().nullable(),
  to: z.int().nullable(),
  by: person,
  at: timestamp,
});
export type ModelAliasMove = z.infer<typeof modelAliasMove>;

const description = z.string().trim().max(2000);
const note = z.string().trim().max(2000);

export const modelCreate = z.strictObject({ name: modelName, description: description.default('') });
export const modelPatch = z.strictObject({ description });
export const modelRegister = z.strictObject({
  /** Number or id of a run that has ended and kept a model. */
  run: z.union([z.string().min(1).max(40), z.int().positive()]),
  note: note.default(''),
});
export const modelVersionPatch = z.strictObject({ note });
export const modelAliasSet = z.strictObject({ version: z.int().positive() });
