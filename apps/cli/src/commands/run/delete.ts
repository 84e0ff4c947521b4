import type { CommandContext } from '../context.ts';

export interface DeleteOptions {
  restore?: boolean;
  json?: boolean;
}

/** One refusal stops nothing: what could be done is done, and the exit code says that something was not. */
export async function deleteRuns(
  context: CommandContext,
  ids: readonly string[],
  options: DeleteOptions,
): Promise<number> {
  const client = await context.client();
  const restore = options.restore === true;
  const [only] = ids;
  if (ids.length === 1 && only !== undefined) {
    const run = await client.call(restore ? 'restoreRun' : 'deleteRun', { params: { id: only } });
    if (options.json === true) context.json(run);
    else context.terminal.out(said(run.number, restore));
    return 0;
  }
  const result = await client.call('changeRuns', { body: { ids: [...ids], action: restore ? 'restore' : 'delete' } });
  if (options.json === true) context.json(result);
  else {
    for (const { number } of result.done) context.terminal.out(said(number, restore));
    for (const { message } of result.refused) context.terminal.note(context.look.ink.bad(message));
  }
  return result.refused.length === 0 ? 0 : 1;
}

function said(number: number, restored: boolean): string {
  return restored
    ? `Run ${number} is restored.\nSee it: trainyard run show ${number}`
    : `Run ${number} is deleted.\nTake it back for a while: trainyard run delete ${number} --restore`;
}
