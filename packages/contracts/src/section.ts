import { z } from 'zod';
import { wireNumber } from './number.ts';

/**
 * Result sections: data, not pictures. One renderer a type, used by page and report alike. A list of this file is
 * the closed list; `data` is small JSON, larger arrays lie in files below the run's output.
 */
const base = {
  title: z.string().min(1).max(200),
  notes: z.array(z.string().max(1000)).default([]),
  /** What it tells of where its type alone does not say: it is shown with what belongs there. */
  about: z.enum(['model', 'training']).optional(),
  /** Of what goes on: shown on the page of the run while it runs, and replaced there as soon as it is sent again. */
  live: z.boolean().optional(),
};
const interval = z.object({ value: wireNumber, low: wireNumber.nullable(), high: wireNumber.nullable() });
const labels = z.array(z.string());
const numbers = z.array(wireNumber);
const matrix = z.array(numbers);

export const metricRow = z.object({
  name: z.string(),
  label: z.string().optional(),
  value: wireNumber,
  low: wireNumber.nullable().default(null),
  high: wireNumber.nullable().default(null),
  unit: z.string().default(''),
  better: z.enum(['higher', 'lower', 'none']).default('none'),
  /** For instance "upper bound: same unit on both sides". */
  note: z.string().nullable().default(null),
});

export const classRow = z.object({
  label: z.string(),
  precision: interval,
  recall: interval,
  f1: interval,
  support: z.int().nonnegative(),
  weak: z.boolean().default(false),
  scored: z.boolean().default(true),
});

/** A signal in a `.npy` file of the run: samples, or channels by samples. */
const signal = z.object({
  file: z.string(),
  rate_hz: z.number(),
  unit: z.string().default(''),
  /** Names of its channels, in the order of the file; empty where they have none. */
  channels: labels.default([]),
});
/** A line across a chart at a known place: an order of the shaft in a spectrum, the epoch of an event. */
const mark = z.object({ x: wireNumber, label: z.string() });

const line = z.object({ name: z.string(), x: numbers, y: numbers, dashed: z.boolean().default(false) });
const axis = z.object({ label: z.string(), unit: z.string().default(''), log: z.boolean().default(false) });

/** `wrong`: of each point whether a model gets it wrong. */
const pointGroup = z
  .object({ label: z.string(), x: numbers, y: numbers, wrong: z.array(z.boolean()).optional() })
  .refine(({ x, wrong }) => wrong === undefined || wrong.length === x.length, {
    message: 'wrong must say yes or no of every point',
    path: ['wrong'],
  });

const edges = z
  .array(z.number())
  .min(2)
  .max(201)
  .refine((all) => all.every((edge, i) => i === 0 || edge > (all[i - 1] ?? edge)), 'edges must ascend');
/** What a model says on a grid over both axes: `cells` by rows from the lowest y up, each the number of a class. */
const regions = z
  .object({
    x_edges: edges,
    y_edges: edges,
    classes: labels.min(1),
    cells: z.array(z.array(z.int().nonnegative())),
  })
  .superRefine(({ x_edges, y_edges, classes, cells }, context) => {
    const [across, up] = [x_edges.length - 1, y_edges.length - 1];
    const say = (message: string) => context.addIssue({ code: 'custom', path: ['cells'], message });
    if (cells.length !== up || cells.some((row) => row.length !== across))
      say(`cells must be ${up} rows of ${across}, as many as lie between the edges`);
    if (cells.some((row) => row.some((cell) => cell >= classes.length)))
      say(`a cell must be the number of one of the ${classes.length} classes, counted from 0`);
  });

/** A version of a prompt in the library, which a person may begin to use. */
const libraryVersion = z.object({ name: z.string().min(1).max(250), version: z.int().positive() });

/** An item that an edit of a prompt fixed or broke: what was answered before it and after. */
const promptFlip = z.object({
  item: z.string(),
  effect: z.enum(['fixed', 'broke']),
  input: z.string().max(2000),
  expected: z.string().max(2000).nullable().default(null),
  before: z.string().max(2000).nullable().default(null),
  after: z.string().max(2000).nullable().default(null),
});
export type PromptFlip = z.infer<typeof promptFlip>;

/**
 * One version of a prompt. It is found by `id`, and made from `parent`; what it says of itself beyond the keys below is shown
 * as its facts.
 */
const promptVersion = z.looseObject({
  status: z.enum(['first', 'kept', 'dropped', 'unproved', 'open', 'delivered']).optional(),
  /** Its number in the library, where it has one: a person may use it. */
  library_version: z.int().positive().optional(),
  examples: z.array(z.object({ input: z.string(), output: z.string() })).optional(),
  /** Items that both it and its parent have answered, and how many of them it fixed and broke. */
  compared: z.int().nonnegative().optional(),
  fixed: z.int().nonnegative().optional(),
  broke: z.int().nonnegative().optional(),
  /** Some of them word for word; `fixed` and `broke` count them all. */
  flips: z.array(promptFlip).max(200).optional(),
});

const sectionData = {
  summary: z.object({ rows: z.array(z.object({ label: z.string(), value: z.string() })) }),
  'metric-table': z.object({ rows: z.array(metricRow) }),
  curves: z.object({ x: axis, y: axis, lines: z.array(line), marks: z.array(mark).optional() }),
  'per-class-table': z.object({ rows: z.array(classRow), confidence: z.number().default(0.95) }),
  'confusion-matrix': z.object({ labels, counts: z.array(z.array(z.int().nonnegative())), accuracy: interval }),
  roc: z.object({ curves: z.array(z.object({ label: z.string(), fpr: numbers, tpr: numbers, auc: interval })) }),
  'precision-recall': z.object({
    curves: z.array(z.object({ label: z.string(), recall: numbers, precision: numbers, average_precision: interval })),
  }),
  calibration: z.object({ predicted: numbers, observed: numbers, counts: z.array(z.int()), ece: wireNumber }),
  'failure-cases': z.object({
    cases: z.array(
      z.object({
        sample_id: z.string(),
        truth: z.string(),
        prediction: z.string(),
        confidence: wireNumber,
        error_type: z.string(),
        scores: z.record(z.string(), wireNumber).default({}),
        explanation: z.string().optional(),
        signal: signal.optional(),
        /** Lines in the signal's spectrum, in Hz: orders of the shaft and of the bearing, where the speed is known. */
        marks: z.array(mark).optional(),
        /** What the model looked at, 0 to 1 along the signal; only of methods that passed their tests. */
        picture: z.object({ method: z.string(), values: numbers }).optional(),
        /** The training example that the model takes for the most alike. */
        nearest: z.object({ sample_id: z.string(), label: z.string(), signal: signal.optional() }).optional(),
      }),
    ),
  }),
  'feature-importance': z.object({
    method: z.string(),
    features: z.array(
      z.object({ name: z.string(), value: wireNumber, low: wireNumber.nullable(), high: wireNumber.nullable() }),
    ),
  }),
  tree: z.object({
    nodes: z.array(
      z.object({
        id: z.int(),
        parent: z.int().nullable(),
        rule: z.string().nullable(),
        samples: z.int(),
        label: z.string(),
        shares: numbers,
      }),
    ),
    classes: labels,
  }),
  heatmap: z.object({
    x: labels,
    y: labels,
    values: matrix,
    unit: z.string().default(''),
    /** `plain`, `signed` (around zero) or `classes` (values are numbers of classes); others are drawn as plain. */
    kind: z.string().default('plain'),
    classes: labels.optional(),
  }),
  filters: z.object({ layer: z.string(), filters: matrix }),
  bars: z.object({ unit: z.string().default(''), bars: z.array(z.object({ label: z.string(), ...interval.shape })) }),
  distribution: z.object({
    unit: z.string().default(''),
    groups: z.array(z.object({ label: z.string(), edges: numbers, counts: numbers })),
  }),
  /** A group named as a class of the regions has that class's colour. */
  scatter: z.object({ x: axis, y: axis, groups: z.array(pointGroup), regions: regions.optional() }),
  forecast: z.object({ x: axis, y: axis, actual: line, predicted: line, low: numbers, high: numbers }),
  residuals: z.object({ predicted: numbers, residual: numbers, unit: z.string().default('') }),
  timeline: z.object({
    events: z.array(z.object({ at: wireNumber, label: z.string(), kind: z.string(), end: wireNumber.optional() })),
    unit: z.string(),
  }),
  leaderboard: z.object({ columns: labels, rows: z.array(z.array(z.union([wireNumber, z.string(), z.null()]))) }),
  table: z.object({
    columns: labels,
    rows: z.array(z.array(z.union([wireNumber, z.string(), z.boolean(), z.null()]))),
  }),
  text: z.object({ markdown: z.string().max(20_000) }),
  prompt: z.object({ system: z.string(), output: z.string() }),
  'prompt-lineage': z.object({
    /** The prompt in the library that the versions are of. */
    prompt: z.string().max(250).optional(),
    versions: z.array(promptVersion),
  }),
  /** Something new held against what was there before, and what may be said of it. */
  verdict: z.object({
    outcome: z.enum(['better', 'worse', 'unproved', 'unknown']),
    /** One sentence that a person can act on. */
    sentence: z.string().max(1000),
    before: z.string().max(200),
    after: z.string().max(200),
    rows: z.array(
      z.object({
        label: z.string(),
        before: wireNumber.nullable(),
        after: wireNumber.nullable(),
        /** After minus before, with its interval where it was tested. */
        difference: interval.nullable().default(null),
        unit: z.string().default(''),
        better: z.enum(['higher', 'lower', 'none']).default('none'),
      }),
    ),
    /** What else there is to know, such as what it cost. */
    facts: z.array(z.object({ label: z.string(), value: z.string() })).default([]),
    /** What came of it: a prompt of the library that may be used from now on. */
    prompt: libraryVersion.optional(),
  }),
  /** What is done one after the other, in groups such as iterations; the one that is under way is marked. */
  steps: z.object({
    /** Of what the groups are, such as `Iteration`. */
    group: z.string().default(''),
    /** Of what `used` counts, such as `calls`. */
    unit: z.string().default(''),
    steps: z.array(
      z.object({
        group: z.string().default(''),
        name: z.string(),
        detail: z.string().default(''),
        status: z.enum(['done', 'current', 'ahead']).default('done'),
        /** Used up so far. */
        used: wireNumber.nullable().default(null),
      }),
    ),
  }),
  /** Several held against one, stretch by stretch, until each is kept or dropped. */
  race: z.object({
    against: z.string(),
    /** Of what a distance is made, such as `blocks`. */
    unit: z.string().default(''),
    entrants: z.array(
      z.object({
        name: z.string(),
        detail: z.string().default(''),
        status: z.enum(['racing', 'kept', 'dropped', 'unproved', 'out']),
        done: z.number().nonnegative(),
        of: z.number().positive(),
        /** Probability to be better than the one raced against, and the bar that it is held against. */
        chance: wireNumber.nullable().default(null),
        bar: wireNumber.nullable().default(null),
        score: wireNumber.nullable().default(null),
        /** What dropping it saved, in words. */
        saved: z.string().default(''),
      }),
    ),
  }),
  /** How much of what there is has been used. */
  meters: z.object({
    meters: z.array(
      z.object({
        label: z.string(),
        used: wireNumber,
        /** None: nothing holds it back. */
        limit: wireNumber.nullable().default(null),
        unit: z.string().default(''),
        note: z.string().nullable().default(null),
      }),
    ),
  }),
} as const;

export const sectionTypes = Object.keys(sectionData) as [keyof typeof sectionData, ...(keyof typeof sectionData)[]];
export type SectionType = keyof typeof sectionData;

function sectionOf<T extends SectionType>(type: T) {
  return z.object({ type: z.literal(type), ...base, data: sectionData[type] });
}

export const section = z.discriminatedUnion('type', [
  sectionOf('summary'),
  sectionOf('metric-table'),
  sectionOf('curves'),
  sectionOf('per-class-table'),
  sectionOf('confusion-matrix'),
  sectionOf('roc'),
  sectionOf('precision-recall'),
  sectionOf('calibration'),
  sectionOf('failure-cases'),
  sectionOf('feature-importance'),
  sectionOf('tree'),
  sectionOf('heatmap'),
  sectionOf('filters'),
  sectionOf('bars'),
  sectionOf('distribution'),
  sectionOf('scatter'),
  sectionOf('forecast'),
  sectionOf('residuals'),
  sectionOf('timeline'),
  sectionOf('leaderboard'),
  sectionOf('table'),
  sectionOf('text'),
  sectionOf('prompt'),
  sectionOf('prompt-lineage'),
  sectionOf('verdict'),
  sectionOf('steps'),
  sectionOf('race'),
  sectionOf('meters'),
]);
export type Section = z.infer<typeof section>;
export type SectionOf<T extends SectionType> = Extract<Section, { type: T }>;
