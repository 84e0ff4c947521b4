import { TrainyardError } from '@trainyard/contracts';
import { openFiles } from '@trainyard/files';
import { readSettings, type Settings } from '@trainyard/settings';
import { getRun, migrate, newId, openStore, retryWhileDown, type Store } from '@trainyard/store';
import { openCatalog } from '@trainyard/trainer-catalog';
import { findPython } from '@trainyard/trainer-host';
import { type Logger, pino } from 'pino';
import type { WorkerArguments } from './arguments.ts';
import type { Context } from './context.ts';
import { Worker } from './worker.ts';

/** What is left of a hurried end for writing down how the runs ended. */
const hurriedMarginMs = 1000;
/** What the supervisor allows beyond the drain's deadline, less a little. */
const lastMarginMs = 4000;

async function openContext(settings: Settings, store: Store, log: Logger): Promise<Context> {
  await retryWhileDown(() => migrate(store), { forSeconds: settings.databaseWaitSeconds });
  const files = await openFiles({ root: settings.files, reserveBytes: settings.diskLowBytes });
  // Part of an environment's name; without any Python the run that needs one says so.
  const python = findPython(settings.python).then(
    ({ version }) => version,
    () => null,
  );
  const catalog = openCatalog(settings, { python });
  return { settings, store, files, catalog, log, workerId: newId() };
}

/** The worker's whole life; returns its exit code. */
export async function runWorker({ once }: WorkerArguments): Promise<number> {
  const settings = readSettings();
  const log = pino({ level: settings.logLevel, base: { process: 'worker', pid: process.pid } });
  if (settings.databaseUrl === null) {
    throw new TrainyardError('settings-invalid', {
      detail: 'DATABASE_URL is needed by a worker that nobody supervises.',
    });
  }
  const store = openStore({ url: settings.databaseUrl, settings });
  try {
    const context = await openContext(settings, store, log);
    const worker = new Worker(context);
    const drained = drainOnSignal(worker, settings);
    if (once === null) {
      await worker.start();
      await drained;
      return 0;
    }
    const { id, number } = await getRun(store, once);
    if (!(await worker.carryOne(id))) {
      log.error({ run: number }, 'the run is not waiting to be carried');
      return 3;
    }
    const { status } = await getRun(store, id);
    if (status === 'failed') return 1;
    // Tried again later, by whoever claims it: not this worker's any more, and not at its end.
    return status === 'queued' ? 4 : 0;
  } finally {
    await store.close();
  }
}

function drainOnSignal(worker: Worker, settings: Settings): Promise<void> {
  return new Promise((resolve, reject) => {
    let asked = 0;
    const leave = (): void => {
      asked += 1;
      const hurried = asked > 1;
      const seconds = hurried ? settings.hurriedDrainSeconds : settings.drainDeadlineSeconds;
      const ms = hurried ? Math.max(0, seconds * 1000 - hurriedMarginMs) : seconds * 1000;
      // Whatever hangs (a database that is away), the trainers die with this process and the leases run out.
      setTimeout(() => process.exit(1), seconds * 1000 + (hurried ? 0 : lastMarginMs)).unref();
      worker.drain(ms).then(hurried ? () => undefined : resolve, reject);
    };
    process.on('SIGTERM', leave);
    process.on('SIGINT', leave);
  });
}
