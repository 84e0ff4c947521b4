import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { noteFilesRemoved, removableRuns, removeRun, runsWithFilesLeft } from '@trainyard/store';
import type { Parts } from './parts.ts';

/**
 * Removes runs for good whose deletion nobody took back: first their rows, leaving number and name for runs that came from
 * them, then their files, and what no other run has of their contents. Data sets that they made stay. Cut off in the
 * middle, it goes on with the files at the next time. Safe to run by several servers at once.
 */
export async function removeDeletedRuns({
  store,
  files,
  settings,
  log,
}: Pick<Parts, 'store' | 'files' | 'settings' | 'log'>): Promise<number> {
  let removed = 0;
  for (const id of await removableRuns(store, settings.undoSeconds)) {
    if (await store.begin((tx) => removeRun(tx, id, settings.undoSeconds))) removed += 1;
  }
  const cleared: string[] = [];
  for (const id of await runsWithFilesLeft(store)) {
    try {
      await files.dropRun(id, 'everything');
      await rm(join(settings.home, 'runs', id), { recursive: true, force: true });
      cleared.push(id);
    } catch (error) {
      log.warn({ err: error, run: id }, 'files of a deleted run could not be removed; it is tried again');
    }
  }
  await noteFilesRemoved(store, cleared);
  return removed;
}
