export type { PostgresVersion } from './binaries.ts';
export { type PostgresConnection, type PostgresOptions, type RunningPostgres, startPostgres } from './start.ts';
export type { StopMode } from './stop.ts';
