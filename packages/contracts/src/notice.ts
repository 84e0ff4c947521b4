import { z } from 'zod';
import { id, timestamp } from './run.ts';

export const noticeKind = z.enum([
  'run-started',
  'run-completed',
  'run-stopped',
  'run-failed',
  'run-requeued',
  'below-baseline',
  'budget',
]);
export type NoticeKind = z.infer<typeof noticeKind>;

/** One message of the inbox; written in the transaction that it tells of. */
export const notice = z.object({
  id,
  kind: noticeKind,
  title: z.string(),
  message: z.string(),
  run: z.object({ id, number: z.int(), name: z.string() }).nullable(),
  at: timestamp,
  read_at: timestamp.nullable(),
});
export type Notice = z.infer<typeof notice>;

/** What a person has chosen for themselves; kept with the user, so that every browser knows it. */
export const preferences = z.strictObject({
  theme: z.enum(['auto', 'light', 'dark']).default('auto'),
  /** Which kinds reach the inbox and the toasts. */
  notices: z
    .strictObject({
      started: z.boolean().default(false),
      completed: z.boolean().default(true),
      failed: z.boolean().default(true),
      below_baseline: z.boolean().default(true),
      /** Half, four fifths and all of a budget for language models. */
      budget: z.boolean().default(true),
    })
    .prefault({}),
  /** Browser notifications while no page is in view. */
  browser_notifications: z.boolean().default(false),
  /** Move to the results of a run that was watched, 5 s after it completed. */
  open_results: z.boolean().default(true),
});
export type Preferences = z.infer<typeof preferences>;
