import { z } from 'zod';
import { languageRole } from './language-role.ts';
import { sectionTypes } from './section.ts';

/** `trainer.yaml`: all that the product knows of a trainer. Unknown keys are errors. */
export const slug = z
  .string()
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'lower-case words joined by "-"')
  .max(60);

export const presetId = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/);
export const datasetKind = z.enum(['signals', 'table', 'series', 'prompts', 'text']);

/** A CEL rule over `self` (the configuration) and `data` (facts of data set and split); `{expr}` in the message is evaluated. */
export const rule = z.strictObject({
  rule: z.string().min(1),
  message: z.string().min(1),
  /** Where the form shows it; defaults to the first path that the rule names. */
  path: z.string().optional(),
});

/** What `x-ui` may say about one parameter. */
export const parameterUi = z.strictObject({
  group: z.enum(['data', 'architecture', 'training', 'checkpoints', 'advanced']).default('training'),
  unit: z.string().optional(),
  tooltip: z.string().optional(),
  control: z.enum(['slider', 'number', 'select', 'switch', 'text', 'multiselect', 'list']).optional(),
  log: z.boolean().optional(),
  basic: z.boolean().optional(),
  label: z.string().optional(),
  /** What its value comes to, told beside the field: a text with `{expressions}` over `self` and `data`, as in messages of rules. */
  says: z.string().max(400).optional(),
});

const neededRole = z.enum([...languageRole.options, ...languageRole.options.map((role) => `${role}?` as const)]);

interface SealNeeds {
  dataset: { kinds: readonly string[]; sealed_test?: boolean | undefined } | null;
  language_models: readonly string[] | null;
  prompt: boolean;
}

/** Who improves prompts must not see what they are judged by. */
function keepsSeal({ dataset, language_models, prompt }: SealNeeds): boolean {
  if (dataset === null || !dataset.kinds.includes('prompts') || dataset.sealed_test === true) return true;
  return !prompt && !(language_models ?? []).some((role) => role.startsWith('optimizer'));
}

export const trainerNeeds = z
  .strictObject({
    dataset: z
      .strictObject({
        kinds: z.array(datasetKind).min(1),
        labels: z.boolean().default(true),
        /** Index columns that must exist, for instance `load` and `speed`. */
        columns: z.array(z.string()).default([]),
        /** The trainer takes a split: the shared `split` block is added to its parameters. */
        split: z.boolean().default(true),
        /** The trainer cuts signals into windows: the shared `window` block is added to its parameters. */
        windows: z.boolean().default(false),
        /**
         * The trainer takes items for prompts in four parts: the shared `parts` block stands instead of `split`, and the
         * items of the test part are not in its folder. It gets them once, by the route `openSeal`.
         */
        sealed_test: z.boolean().optional(),
      })
      .refine(({ sealed_test, kinds }) => sealed_test !== true || kinds.every((kind) => kind === 'prompts'), {
        message: 'sealed_test is for data sets of kind prompts',
      })
      .nullable()
      .default(null),
    /** Earlier runs whose results the trainer reads: the shared `runs` parameter is added, and the task names a folder a run. */
    runs: z
      .strictObject({
        min: z.int().nonnegative().default(1),
        max: z.int().positive().max(1000).default(1),
        /** `ended`: runs that are over, or have results already. */
        status: z.enum(['ended', 'any']).default('ended'),
      })
      .nullable()
      .default(null),
    /** Registered models that the trainer begins from or combines: the shared `models` parameter is added, and the task names a folder a model. */
    models: z
      .strictObject({ min: z.int().nonnegative(), max: z.int().positive().max(100) })
      .refine(({ min, max }) => min <= max, { message: 'min must be at most max' })
      .nullable()
      .default(null),
    /**
     * Roles of language models that the trainer asks; `?`: it can do without. The shared `language_models` and `budget`
     * blocks are added to its parameters, and the task names the door to them, with a key that is good for this run only.
     */
    language_models: z
      .array(neededRole)
      .min(1)
      .refine((roles) => new Set(roles.map((role) => role.replace('?', ''))).size === roles.length, {
        message: 'names a role twice',
      })
      .nullable()
      .default(null),
    /** The trainer begins with a prompt of the library: the shared `prompt` parameter is added, and the record keeps the version. */
    prompt: z.boolean().default(false),
    upload: z.boolean().default(false),
  })
  .refine(keepsSeal, {
    path: ['dataset', 'sealed_test'],
    message:
      'must be true where items for prompts are taken and a prompt is improved (prompt, or the role optimizer): what a prompt is judged by stays sealed until it is finished',
  });

export const manifest = z.strictObject({
  id: slug,
  title: z.string().min(1).max(80),
  purpose: z.string().min(1).max(240),
  icon: z.string().default('box'),
  family: z.string().min(1).max(60),
  /** A folder of `trainers/environments`, `node`, or `none` (the entry is run as it is). */
  environment: z.string(),
  /** The parameter that chooses the environment instead, for trainers that run any program. */
  environment_from: z.string().optional(),
  /** argv, run in the trainer's folder. A first word `python` is the environment's interpreter, `node` the bundled Node. `{config.key}` is filled in. */
  entry: z.array(z.string()).min(1),
  /** `protocol`: ends by saying done. `exit-code`: exit 0 is its done, any other a failure, and hello is not asked for. */
  ends_by: z.enum(['protocol', 'exit-code']).default('protocol'),
  needs: trainerNeeds.prefault({}),
  /** Files `../parameters/<name>.yaml` of its pack, whose settings and rules it shares with its neighbours. */
  include: z.array(slug).default([]),
  /** JSON Schema 2020-12, `type: object`; nested objects are dotted in `--set a.b=1`. */
  parameters: z.record(z.string(), z.unknown()),
  rules: z.array(rule).default([]),
  capabilities: z
    .strictObject({
      pause: z.boolean().default(false),
      stop: z.boolean().default(false),
      exact_resume: z.enum(['exact', 'close', 'restarts']).default('restarts'),
      /** Parameters that `run continue` may change. */
      continue: z.array(z.string()).default([]),
      gpu: z.enum(['no', 'optional', 'required']).default('no'),
    })
    .prefault({}),
  produces: z.array(z.enum(['model', 'onnx', 'dataset', 'predictions', 'report', 'files'])).default([]),
  sections: z.array(z.enum(sectionTypes)).default([]),
  /** Measured, not invented; absent until it was. `time_s` by preset id, on two cores and the demo data. */
  typical: z.strictObject({ quality: z.string(), time_s: z.record(presetId, z.number().positive()) }).optional(),
  admin_only: z.boolean().default(false),
  hidden: z.boolean().default(false),
  threads: z.int().positive().default(1),
  time_limit_s: z.number().positive().default(7200),
  /** How the conformance suite runs it: a tiny configuration and the kind of data set it is given. */
  conformance: z
    .strictObject({
      set: z.record(z.string(), z.unknown()).default({}),
      dataset: z.enum(['signals', 'prompts', 'none']).default('none'),
      upload: z.enum(['signals', 'none']).default('none'),
      /** Trainers that make the models it is given, each run tiny on the same data, in this order. */
      models: z
        .array(z.strictObject({ trainer: slug, set: z.record(z.string(), z.unknown()).default({}) }))
        .default([]),
    })
    .prefault({}),
});
export type Manifest = z.infer<typeof manifest>;

/** `../parameters/<name>.yaml`, named by `include`: settings that several trainers of a pack have in common. */
export const sharedParameters = z.strictObject({
  /** As `parameters.properties`. A trainer that names one of them too changes only the keys that it writes. */
  properties: z.record(z.string(), z.record(z.string(), z.unknown())),
  rules: z.array(rule).default([]),
  /** Added to `capabilities.continue`. */
  continue: z.array(z.string()).default([]),
});
export type SharedParameters = z.infer<typeof sharedParameters>;

/** `presets/<id>.yaml`. */
export const preset = z.strictObject({
  id: presetId,
  title: z.string().min(1).max(80),
  purpose: z.string().min(1).max(240),
  recommended: z.boolean().default(false),
  config: z.record(z.string(), z.unknown()),
});
export type Preset = z.infer<typeof preset>;

/** A preset that somebody saved; a YAML file in the home like those that a trainer brings. */
export const presetCreate = preset.omit({ recommended: true }).extend({ purpose: z.string().max(240).default('') });

/** `environment.yaml` beside the lock of a Python environment. */
export const environmentManifest = z.strictObject({
  id: slug,
  title: z.string(),
  size_bytes: z.int().positive(),
  /** Named in the records of runs. */
  frameworks: z.array(z.string()).default([]),
});
export type EnvironmentManifest = z.infer<typeof environmentManifest>;
