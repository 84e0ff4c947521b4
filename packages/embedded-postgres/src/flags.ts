import type { PostgresVersion } from './binaries.ts';
import { clusterName } from './processes.ts';

export interface FlagOptions {
  version: PostgresVersion;
  dataDir: string;
  socketFolder: string;
  maxConnections: number;
  /** Gives up safety after a power cut for speed. */
  throwAway: boolean;
}

/**
 * Settings of the server, given at start rather than in postgresql.conf, so that an upgrade of Trainyard changes them.
 * Small rather than fast: a workbench shares its machine with training runs. Safety stays on.
 */
export function serverFlags(options: FlagOptions): string[] {
  const flags: Record<string, string> = {
    cluster_name: clusterName(options.dataDir),
    listen_addresses: '',
    port: '5432',
    unix_socket_directories: options.socketFolder,
    unix_socket_permissions: '0700',
    max_connections: String(options.maxConnections),
    shared_buffers: '32MB',
    work_mem: '8MB',
    maintenance_work_mem: '32MB',
    wal_level: 'minimal',
    max_wal_senders: '0',
    wal_buffers: '2MB',
    min_wal_size: '64MB',
    max_wal_size: '512MB',
    jit: 'off',
    max_worker_processes: '2',
    max_parallel_workers_per_gather: '0',
    autovacuum_max_workers: '2',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_line_prefix: '%m [%p] ',
    log_checkpoints: 'off',
    ...(options.version >= 18 ? { io_method: 'sync' } : {}),
    ...(options.throwAway ? { fsync: 'off', full_page_writes: 'off' } : {}),
  };
  return ['-D', options.dataDir, ...Object.entries(flags).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
}
