export type * from './config/types.ts';
export type * from './split/types.ts';
