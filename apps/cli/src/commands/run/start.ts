import type { Run, RunSpec } from '@trainyard/contracts';
import { settingsFor, tagsOf } from '../arguments.ts';
import type { CommandContext } from '../context.ts';
import { UsageError } from '../error-words.ts';
import { layered, readConfigFile } from '../overlay.ts';
import { startBatch } from './batch.ts';
import { followRun } from './follow.ts';

export interface StartOptions {
  dataset?: string;
  preset?: string;
  set: string[];
  config?: string;
  seed?: number;
  threads?: number;
  gpus?: number;
  name?: string;
  notes?: string;
  tag: string[];
  priority?: 'high' | 'normal' | 'low';
  timeLimit?: number;
  experiment?: string;
  batch?: string;
  sequential?: boolean;
  follow?: boolean;
  json?: boolean;
}

/** The trainer that was named, or that the file is for. */
export function trainerOf(trainer: string | undefined, file: Partial<RunSpec>): string {
  const chosen = trainer ?? file.trainer;
  if (chosen === undefined) {
    throw new UsageError(
      'Which trainer? Name one: trainyard run start TRAINER',
      'List them with: trainyard trainer list',
    );
  }
  if (file.trainer !== undefined && file.trainer !== chosen) {
    throw new UsageError(`The file is for trainer ${file.trainer}, but ${chosen} was named.`);
  }
  return chosen;
}

/** File below options: what is typed wins over what a file says. */
export function specOf(
  trainer: string,
  file: Partial<RunSpec>,
  options: StartOptions,
  settings: Record<string, unknown>,
): RunSpec {
  const tags = { ...file.tags, ...tagsOf(options.tag) };
  const given: Partial<RunSpec> = {
    ...(options.preset === undefined ? {} : { preset: options.preset }),
    ...(options.dataset === undefined ? {} : { dataset: options.dataset }),
    ...(options.seed === undefined ? {} : { seed: options.seed }),
    ...(options.threads === undefined ? {} : { threads: options.threads }),
    ...(options.gpus === undefined ? {} : { gpus: options.gpus }),
    ...(options.name === undefined ? {} : { name: options.name }),
    ...(options.notes === undefined ? {} : { notes: options.notes }),
    ...(options.timeLimit === undefined ? {} : { time_limit_s: options.timeLimit }),
    ...(Object.keys(tags).length === 0 ? {} : { tags }),
  };
  return {
    ...file,
    ...given,
    trainer,
    priority: options.priority ?? file.priority ?? 'normal',
    config: layered(file.config ?? {}, settings),
  };
}

/** What every command that launches one run says and gives afterwards. */
export async function launched(
  context: CommandContext,
  run: Run,
  options: { follow?: boolean; json?: boolean },
): Promise<number> {
  if (options.json === true && options.follow !== true) {
    context.json({ id: run.id, number: run.number });
    return 0;
  }
  if (options.json === true) {
    const followed = await followRun(context.quiet(), run);
    context.json(followed.run);
    return followed.exitCode;
  }
  if (options.follow === true) return (await followRun(context, run)).exitCode;
  context.terminal.out(
    `Run ${run.number} (${run.name}) is ${run.status}.\nWatch it: trainyard run watch ${run.number}`,
  );
  return 0;
}

export async function startRun(
  context: CommandContext,
  trainer: string | undefined,
  options: StartOptions,
): Promise<number> {
  if (options.batch !== undefined) return startBatch(context, trainer, { ...options, batch: options.batch });
  if (options.sequential === true) throw new UsageError('--sequential belongs to --batch.');
  const file = options.config === undefined ? {} : await readConfigFile(options.config);
  const chosen = trainerOf(trainer, file);
  const client = await context.client();
  const spec = specOf(chosen, file, options, await settingsFor(client, chosen, options.set));
  const body = options.experiment === undefined ? spec : { ...spec, experiment: options.experiment };
  return launched(context, await client.call('createRun', { body }), options);
}
