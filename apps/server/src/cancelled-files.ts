import type { Run } from '@trainyard/contracts';
import type { Parts } from './parts.ts';

/** Whose files the server has to drop when the run is cancelled: a carried one is cleared by its worker. */
export function isNobodys(run: Run): boolean {
  return run.worker === null && run.executor === 'worker';
}

/** Artifacts and checkpoints of a cancelled run; its rows are gone already, so what cannot be removed only takes room. */
export async function dropFilesOf({ files, log }: Pick<Parts, 'files' | 'log'>, runId: string): Promise<void> {
  await files
    .dropRun(runId, 'everything')
    .catch((error: unknown) => log.warn({ err: error, run: runId }, 'files were left over'));
}
