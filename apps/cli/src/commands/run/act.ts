import { ApiError, type Client } from '@trainyard/api-client';
import type { Run, RunAction } from '@trainyard/contracts';
import { nextStep } from '../../terminal/status-words.ts';
import type { CommandContext } from '../context.ts';
import { problemOf } from '../error-words.ts';

const routeOf = {
  pause: 'pauseRun',
  resume: 'resumeRun',
  stop: 'stopRun',
  cancel: 'cancelRun',
  checkpoint: 'checkpointRun',
} as const satisfies Record<RunAction, string>;

const words: Record<RunAction, string> = {
  pause: 'pauses after its current epoch or stage',
  resume: 'is queued and goes on from its newest checkpoint',
  stop: 'ends as soon as it can and keeps what there is',
  cancel: 'is cancelled; its files are dropped, its record is kept',
  checkpoint: 'saves a checkpoint as soon as it can',
};

/** What was asked may have been done already, for instance where the run was still queued. */
function answer(run: Run, action: RunAction): string {
  const settled = run.status === 'paused' || run.status === 'stopped';
  return settled ? `Run ${run.number} is ${run.status}.` : `Run ${run.number} ${words[action]}.`;
}

async function act(client: Client, action: RunAction, id: string): Promise<Run> {
  return client.call(routeOf[action], { params: { id } });
}

/** One action on one or several runs; one that refuses does not stop the others. */
export async function actOnRuns(
  context: CommandContext,
  action: RunAction,
  ids: readonly string[],
  options: { json?: boolean },
): Promise<number> {
  const client = await context.client();
  const [only] = ids;
  if (ids.length === 1 && only !== undefined) {
    const run = await act(client, action, only);
    if (options.json === true) context.json(run);
    else context.terminal.out(`${answer(run, action)}\n${nextStep(run)}`);
    return 0;
  }
  const done: Run[] = [];
  let refused = 0;
  for (const id of ids) {
    try {
      const run = await act(client, action, id);
      done.push(run);
      if (options.json !== true) context.terminal.out(answer(run, action));
    } catch (error) {
      if (!(error instanceof ApiError) || error.status === 0) throw error;
      refused += 1;
      context.terminal.note(problemOf(error, context.look.ink));
    }
  }
  if (options.json === true) context.json({ items: done });
  return refused === 0 ? 0 : 1;
}
