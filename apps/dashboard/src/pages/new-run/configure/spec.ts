import { type Issue, type RunSpec, runSpec } from '@trainyard/contracts';
import type { GivenBody } from '@trainyard/contracts/routes';
import type { Draft, RunSettings, Variation } from '../draft/draft.ts';
import { readDuration } from '../draft/duration-text.ts';
import { readTags } from '../draft/tags-text.ts';

export type CheckBody = GivenBody<'checkConfig'>;
export type Spec = GivenBody<'createExperiment'>['runs'] extends (infer One)[] | undefined ? One : never;

interface Figure {
  value: number | undefined;
  message: string | null;
}

function figure(text: string, key: 'seed' | 'threads' | 'gpus', label: string, range: string): Figure {
  if (text.trim() === '') return { value: undefined, message: null };
  const value = /^-?\d+$/.test(text.trim()) ? Number(text) : Number.NaN;
  if (Number.isNaN(value))
    return { value: undefined, message: `${label} must be a whole number, got ${JSON.stringify(text)}` };
  return runSpec.shape[key].safeParse(value).success
    ? { value, message: null }
    : { value: undefined, message: `${label} must be from ${range}, got ${text.trim().slice(0, 40)}` };
}

function timeLimit(text: string): Figure {
  if (text.trim() === '') return { value: undefined, message: null };
  const value = readDuration(text);
  if (value === null) {
    return {
      value: undefined,
      message: `Time limit must be a length of time such as 90 s, 20 min or 2 h, got ${JSON.stringify(text)}`,
    };
  }
  const parsed = runSpec.shape.time_limit_s.safeParse(value);
  return parsed.success ? { value, message: null } : { value: undefined, message: 'Time limit must be at most 30 d' };
}

/** What of the run's own settings can be sent, and what is wrong with the rest. */
export function readSettings(run: RunSettings): { fields: Partial<RunSpec>; issues: Issue[] } {
  const read = {
    seed: figure(run.seed, 'seed', 'Seed', '0 to 2147483647'),
    threads: figure(run.threads, 'threads', 'Threads', '1 to 256'),
    gpus: figure(run.gpus, 'gpus', 'GPUs', '0 to 64'),
    time_limit_s: timeLimit(run.timeLimit),
  };
  const fields: Partial<RunSpec> = {};
  const issues: Issue[] = [];
  for (const [key, { value, message }] of Object.entries(read) as [keyof typeof read, Figure][]) {
    if (message !== null) issues.push({ path: key, message });
    if (value !== undefined) fields[key] = value;
  }
  if (run.name.trim() !== '') fields.name = run.name.trim();
  if (run.name.trim().length > 200) issues.push({ path: 'name', message: 'Name must have at most 200 characters' });
  if (run.notes !== '') fields.notes = run.notes;
  const tags = readTags(run.tags);
  if (Object.keys(tags).length > 0) {
    if (runSpec.shape.tags.safeParse(tags).success) fields.tags = tags;
    else issues.push({ path: 'tags', message: 'Each tag must have 1 to 250 characters before its "="' });
  }
  if (run.priority === 'high' || run.priority === 'low') fields.priority = run.priority;
  return { fields, issues };
}

/** The question to the server: all that can be asked already, without what is wrong by itself. */
export function checkBody(draft: Draft): CheckBody {
  const { fields } = readSettings(draft.run);
  const { name, ...rest } = fields;
  return {
    ...rest,
    ...(name === undefined || name.length > 200 ? {} : { name }),
    ...(draft.preset === null ? {} : { preset: draft.preset }),
    ...(draft.dataset === null ? {} : { dataset: draft.dataset }),
    config: draft.changes,
  };
}

export function createBody(draft: Draft): GivenBody<'createRun'> {
  const experiment = draft.run.experiment.trim();
  return {
    trainer: draft.trainer ?? '',
    ...checkBody(draft),
    ...(experiment === '' ? {} : { experiment }),
  } as GivenBody<'createRun'>;
}

/** The draft as one of its variations has it. */
export function variedDraft(draft: Draft, variation: Variation): Draft {
  return {
    ...draft,
    preset: variation.preset ?? draft.preset,
    dataset: variation.dataset ?? draft.dataset,
    changes: { ...draft.changes, ...variation.changes },
    run: variation.seed === undefined ? draft.run : { ...draft.run, seed: String(variation.seed) },
  };
}

/** The draft itself and each of its variations, as one experiment. */
export function experimentBody(
  draft: Draft,
  nameOf: (variation: Variation) => string,
  autoName: string,
): GivenBody<'createExperiment'> {
  const base = draft.run.name.trim() === '' ? autoName : draft.run.name.trim();
  const specOf = (one: Draft, name: string): Spec =>
    ({ trainer: draft.trainer ?? '', ...checkBody(one), name: name.slice(0, 200) }) as Spec;
  return {
    name: experimentTitle(draft, autoName),
    mode: draft.mode,
    runs: [
      specOf(draft, base),
      ...draft.variations.map((variation) => specOf(variedDraft(draft, variation), `${base}, ${nameOf(variation)}`)),
    ],
  };
}

export function experimentTitle(draft: Draft, autoName: string): string {
  const given = draft.experimentName.trim();
  const base = draft.run.name.trim() === '' ? autoName : draft.run.name.trim();
  return (given === '' ? `${base}, ${draft.variations.length + 1} runs` : given).slice(0, 200);
}
