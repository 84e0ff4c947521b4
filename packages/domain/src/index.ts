export type * from './config/types.ts';
export type * from './split/types.ts';
export { uuidv7 } from './id.ts';
export * from './metric/bucket.ts';
export * from './metric/points.ts';
export * from './run/progress.ts';
export * from './run/retry.ts';
export * from './run/status.ts';
export * from './run/status-diagram.ts';
