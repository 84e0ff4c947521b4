import { deleteUpload, staleUploads } from '@trainyard/store';
import type { Parts } from './parts.ts';

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
  const { hub, log, settings } = parts;
  const uploads = (): void => {
    dropStaleUploads(parts).catch((error: unknown) => log.warn({ err: error }, 'old uploads could not be removed'));
  };
  const timers = [
    setInterval(uploads, settings.housekeepingSeconds * 1000),
    // A notification that was lost without the connection's loss being seen delays an event by no more than this.
    setInterval(() => hub.refreshAll(), settings.sseHeartbeatSeconds * 1000),
  ];
  for (const timer of timers) timer.unref();
  return () => {
    for (const timer of timers) clearInterval(timer);
  };
}
