import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { TrainyardError } from '@trainyard/contracts';
import { type RunningPostgres, startPostgres } from '@trainyard/embedded-postgres';
import type { Settings } from '@trainyard/settings';
import { openStore, type Store } from '@trainyard/store';
import { type HomeLock, lockHome } from '../../up/home-lock.ts';

/** What is held while a command works on the database. */
interface Opened extends AsyncDisposable {
  store: Store;
  url: string;
}

/**
 * The database of this installation: `DATABASE_URL`, or the embedded one, which is started for as long as it is needed
 * where Trainyard does not run. `alone`: nobody else may work on it meanwhile.
 */
export async function openDatabase(settings: Settings, options: { alone: boolean; create?: boolean }): Promise<Opened> {
  if (settings.databaseUrl !== null) return opened(settings, settings.databaseUrl, null, null);
  if (options.create !== true && !existsSync(join(settings.home, 'postgres/data/PG_VERSION'))) {
    throw new TrainyardError('database-absent', { home: settings.home });
  }
  mkdirSync(settings.home, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
  let lock: HomeLock | null = null;
  try {
    lock = await lockHome(settings.home);
  } catch (error) {
    // It runs: its own database is used, unless it has to be left alone.
    if (options.alone || !(error instanceof TrainyardError) || error.code !== 'home-locked') throw error;
  }
  try {
    const postgres = await startPostgres({ home: settings.home, settings });
    return opened(settings, postgres.url, postgres, lock);
  } catch (error) {
    await lock?.release();
    throw error;
  }
}

async function opened(
  settings: Settings,
  url: string,
  postgres: RunningPostgres | null,
  lock: HomeLock | null,
): Promise<Opened> {
  const store = openStore({ url, settings });
  const close = async () => {
    await store.close();
    // Without the lock it belongs to the Trainyard that runs; adopted, it was running before us.
    if (lock !== null && postgres?.adopted === false) await postgres.stop();
    await lock?.release();
  };
  try {
    await store.query('SELECT 1');
  } catch (error) {
    await close();
    throw error;
  }
  return { store, url, [Symbol.asyncDispose]: close };
}
