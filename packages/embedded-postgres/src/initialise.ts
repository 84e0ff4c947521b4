import { chownSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { TrainyardError } from '@trainyard/contracts';
import type { Account } from './account.ts';
import type { Binaries, PostgresVersion } from './binaries.ts';
import { runToEnd } from './launch.ts';

export const databaseName = 'trainyard';
export const databaseUser = 'trainyard';

interface Cluster {
  version: PostgresVersion;
  dataDir: string;
  binaries: Binaries;
  account: Account | null;
  throwAway: boolean;
  limitSeconds: number;
}

/** Makes the cluster if there is none: in a folder beside, renamed when whole, so that a start cut short leaves nothing half made. */
export async function initialise(cluster: Cluster): Promise<void> {
  if (existsSync(join(cluster.dataDir, 'PG_VERSION'))) {
    requireVersion(cluster);
    return;
  }
  const folder = mkdtempSync(join(dirname(cluster.dataDir), `.${basename(cluster.dataDir)}-new-`));
  if (cluster.account !== null) chownSync(folder, cluster.account.uid, cluster.account.gid);
  try {
    await makeCluster(cluster, folder);
    await makeDatabase(cluster, folder);
    renameSync(folder, cluster.dataDir);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

function requireVersion({ dataDir, version }: Cluster): void {
  const found = readFileSync(join(dataDir, 'PG_VERSION'), 'utf8').trim();
  if (found === String(version)) return;
  throw new TrainyardError('database-start-failed', {
    detail: `${dataDir} was made by PostgreSQL ${found}, and this is PostgreSQL ${version}`,
    cure: 'Export it with the version of Trainyard that made it (trainyard db backup) and restore it into an empty home.',
  });
}

async function makeCluster(cluster: Cluster, folder: string): Promise<void> {
  const { binaries, account, limitSeconds, version, throwAway } = cluster;
  // The same order and letter case on every machine, whatever locales it has.
  const locale =
    version >= 17 ? ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'] : ['--locale=C'];
  const sync = throwAway ? ['--no-sync'] : [];
  const args = ['-D', folder, '-U', databaseUser, '-A', 'trust', '-E', 'UTF8', '--no-instructions', ...locale, ...sync];
  await runToEnd({ path: binaries.initdb, args, binaries, account }, limitSeconds);
}

/** In single-user mode, so that no client is needed before the server has ever run. */
async function makeDatabase(cluster: Cluster, folder: string): Promise<void> {
  const { binaries, account, limitSeconds } = cluster;
  const args = ['--single', '-D', folder, ...(cluster.throwAway ? ['-F'] : []), 'postgres'];
  const input = `CREATE DATABASE ${databaseName}\n`;
  await runToEnd({ path: binaries.postgres, args, binaries, account, input }, limitSeconds);
}
