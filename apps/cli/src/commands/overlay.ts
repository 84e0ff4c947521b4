import { readFile } from 'node:fs/promises';
import { frozenRun, type RunSpec, runSpec } from '@trainyard/contracts';
import { parse } from 'yaml';
import { z } from 'zod';
import { UsageError } from './error-words.ts';

type Values = Record<string, unknown>;

const values = z.record(z.string(), z.unknown());

export async function readYaml(file: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw new UsageError(`The file ${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  try {
    return parse(text) as unknown;
  } catch (error) {
    throw new UsageError(`${file} is not YAML: ${error instanceof Error ? error.message : String(error)}`);
  }
}

export function issuesOf(error: z.ZodError): string {
  return error.issues.map((issue) => `  ${issue.path.join('.')}  ${issue.message}`).join('\n');
}

/** Only JSON objects are descended into; lists are values. */
function isValues(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Dotted keys become nested ones, later layers win: `{a: {b: 1}}` ← `{'a.b': 2}`. */
export function layered(...layers: readonly Values[]): Values {
  const result: Values = {};
  for (const layer of layers) {
    for (const [key, value] of Object.entries(layer)) put(result, key.split('.'), value);
  }
  return result;
}

function put(target: Values, path: readonly string[], value: unknown): void {
  const [head = '', ...rest] = path;
  const there = target[head];
  if (rest.length === 0) {
    target[head] = isValues(value) ? layered(isValues(there) ? there : {}, value) : value;
    return;
  }
  const child = isValues(there) ? there : {};
  target[head] = child;
  put(child, rest, value);
}

/** A run's own record, written out by an earlier run, as something that can be launched again. */
export function specOfRecord(record: z.infer<typeof frozenRun>): RunSpec {
  return {
    trainer: record.trainer.id,
    config: record.config,
    priority: 'normal',
    seed: record.seed,
    threads: record.resources.threads,
    gpus: record.resources.gpus,
    time_limit_s: record.time_limit_s,
    ...(record.preset === null ? {} : { preset: record.preset }),
    ...(record.dataset === null ? {} : { dataset: `${record.dataset.name}@${record.dataset.version}` }),
  };
}

/**
 * `--config FILE`: a run's record (config.yaml of an export), a launch (`trainer:`, `preset:`, `config:` …), or
 * plain settings.
 */
export async function readConfigFile(file: string): Promise<Partial<RunSpec>> {
  const content = await readYaml(file);
  const record = frozenRun.safeParse(content);
  if (record.success) return specOfRecord(record.data);
  const plain = values.safeParse(content);
  if (!plain.success) throw new UsageError(`${file} must hold settings as "key: value".`);
  if (!('trainer' in plain.data)) return { config: plain.data };
  const spec = runSpec.safeParse(plain.data);
  if (spec.success) return spec.data;
  throw new UsageError(`${file} is not a launch as expected:\n${issuesOf(spec.error)}`);
}
