import { z } from 'zod';

/** Why a run, or one attempt of it, ended. The sentence is for people, the code for programs. First cause wins. */
export const endCodes = {
  done: { retry: false, says: 'The trainer finished.' },
  paused: { retry: false, says: 'Paused on request.' },
  'stopped-on-request': { retry: false, says: 'Stopped on request; results so far are kept.' },
  'cancelled-on-request': { retry: false, says: 'Cancelled on request; its files were dropped.' },
  'worker-released': { retry: false, says: 'The worker was shut down and gave the run back.' },
  'worker-lost': { retry: true, says: 'The worker stopped beating and its lease ran out.' },
  'killed-by-signal': { retry: true, says: 'The trainer was killed by a signal that nobody here sent.' },
  'disk-full': { retry: true, says: 'The disk is full.' },
  'database-lost': { retry: true, says: 'The database was gone for longer than the lease.' },
  'out-of-memory': { retry: false, says: 'The trainer ran out of memory.' },
  'time-limit': { retry: false, says: 'The time limit was reached; checkpoints are kept.' },
  'trainer-error': { retry: false, says: 'The trainer ended with an error.' },
  'trainer-crash': { retry: true, says: 'The trainer crashed.' },
  'no-done': { retry: false, says: 'The trainer ended without saying done.' },
  'no-hello': { retry: false, says: 'The trainer never said hello.' },
  'protocol-error': { retry: false, says: 'The trainer broke the protocol.' },
  'bad-artifact': { retry: false, says: 'A file that the trainer announced is missing or differs.' },
  'environment-failed': { retry: false, says: 'The Python environment could not be installed.' },
  'spawn-failed': { retry: false, says: 'The trainer could not be started.' },
  'same-error-twice': { retry: false, says: 'The same error came twice; another try would not help.' },
  'retries-used-up': { retry: false, says: 'Retried as often as allowed without a new checkpoint.' },
  'bad-config': { retry: false, says: 'The configuration is wrong.' },
  'batch-cancelled': { retry: false, says: 'The experiment was cancelled.' },
} as const;

export type EndCode = keyof typeof endCodes;
export const endCode = z.enum(Object.keys(endCodes) as [EndCode, ...EndCode[]]);

export const endReason = z.object({
  code: endCode,
  message: z.string(),
  hint: z.string().nullable().default(null),
  /** What a trainer that finished says of it in a word or two: `budget-reached`. Stands beside the status. */
  short: z.string().max(80).optional(),
  /** Where it was: phase, epoch, step, the last lines of stderr. */
  detail: z.record(z.string(), z.unknown()).default({}),
});
export type EndReason = z.infer<typeof endReason>;
