import { deleteUpload, dropReadNotices, dropSpentShares, staleUploads } from '@trainyard/store';
import type { Parts } from './parts.ts';
import { removeDeletedRuns } from './removal.ts';

/** What was read and is older than this is looked for by nobody. */
const noticeDays = 90;
const spentShareDays = 30;

/** Uploads whose run has ended long ago, or that nobody finished. Safe to run by several servers at once. */
export async function dropStaleUploads({
  store,
  files,
  settings,
}: Pick<Parts, 'store' | 'files' | 'settings'>): Promise<number> {
  const stale = await staleUploads(store, settings.uploadKeepSeconds);
  for (const { id } of stale) {
    await files.dropUpload(id);
    await deleteUpload(store, id);
  }
  return stale.length;
}

/** What has to be done now and then; returns the way to stop. */
export function startHousekeeping(parts: Parts): () => void {
  const { hub, log, settings, store } = parts;
  const chores: [string, () => Promise<unknown>][] = [
    ['old uploads', () => dropStaleUploads(parts)],
    ['deleted runs', () => removeDeletedRuns(parts)],
    ['old notices', () => dropReadNotices(store, noticeDays)],
    ['spent links', () => dropSpentShares(store, spentShareDays)],
  ];
  let going = false;
  const keepHouse = async (): Promise<void> => {
    // One after the other, and never twice at once: there may be much to remove after a long time.
    if (going) return;
    going = true;
    for (const [what, chore] of chores) {
      await chore().catch((error: unknown) => log.warn({ err: error }, `${what} could not be removed`));
    }
    going = false;
  };
  const timers = [
    setInterval(() => void keepHouse(), settings.housekeepingSeconds * 1000),
    // A notification that was lost without the connection's loss being seen delays an event by no more than this.
    setInterval(() => hub.refreshAll(), settings.sseHeartbeatSeconds * 1000),
  ];
  for (const timer of timers) timer.unref();
  return () => {
    for (const timer of timers) clearInterval(timer);
  };
}
