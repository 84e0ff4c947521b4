import { basename } from 'node:path';
import { experimentCreate } from '@trainyard/contracts';
import { z } from 'zod';
import type { CommandContext } from '../context.ts';
import { UsageError } from '../error-words.ts';
import { issuesOf, readYaml } from '../overlay.ts';
import { followExperiment } from './follow-experiment.ts';
import type { StartOptions } from './start.ts';

const alone: readonly (keyof StartOptions)[] = [
  'dataset',
  'preset',
  'config',
  'seed',
  'threads',
  'gpus',
  'notes',
  'priority',
  'timeLimit',
  'experiment',
];

function refuseOthers(trainer: string | undefined, options: StartOptions): void {
  const extra = alone.filter((name) => options[name] !== undefined);
  if (options.set.length > 0) extra.push('set');
  if (options.tag.length > 0) extra.push('tag');
  if (trainer === undefined && extra.length === 0) return;
  const what =
    trainer !== undefined
      ? `the trainer (${trainer})`
      : `--${extra[0]?.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}`;
  throw new UsageError(`With --batch, ${what} belongs into the file, to each of its runs.`);
}

/** `--batch FILE`: one experiment of several runs; a failing one does not stop the others. */
export async function startBatch(
  context: CommandContext,
  trainer: string | undefined,
  options: StartOptions & { batch: string },
): Promise<number> {
  refuseOthers(trainer, options);
  const content = z.record(z.string(), z.unknown()).safeParse(await readYaml(options.batch));
  if (!content.success) throw new UsageError(`${options.batch} must hold "runs:", a list of launches.`);
  const name = options.name ?? content.data.name ?? basename(options.batch).replace(/\.ya?ml$/, '');
  const mode = options.sequential === true ? 'sequential' : content.data.mode;
  const body = experimentCreate.safeParse({ ...content.data, name, ...(mode === undefined ? {} : { mode }) });
  if (!body.success) throw new UsageError(`${options.batch} is not a batch as expected:\n${issuesOf(body.error)}`);
  if (body.data.runs.length === 0) throw new UsageError(`${options.batch} names no runs.`);

  const client = await context.client();
  const { experiment, runs } = await client.call('createExperiment', { body: body.data });
  if (options.follow === true) return followExperiment(context, experiment, runs, options.json === true);
  if (options.json === true) {
    context.json({
      id: experiment.id,
      number: experiment.number,
      runs: runs.map(({ id, number }) => ({ id, number })),
    });
    return 0;
  }
  const numbers = runs.map((run) => run.number).join(', ');
  context.terminal.out(
    `Experiment ${experiment.number} (${experiment.name}, ${experiment.mode}) has runs ${numbers}.\nSee them: trainyard experiment show ${experiment.number}`,
  );
  return 0;
}
