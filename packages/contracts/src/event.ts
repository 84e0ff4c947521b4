import { z } from 'zod';
import { wireNumber } from './number.ts';
import { endReason } from './reason.ts';
import { actor, artifactRow, checkpointRow, runAction, runProgress, runStatus, timestamp } from './run.ts';

/** Events of a run, noun-verb; `seq` has no gaps within a run. This list is closed. */
export const eventData = {
  'run-submitted': z.object({ number: z.int(), name: z.string(), actor }),
  'status-changed': z.object({
    from: runStatus.nullable(),
    to: runStatus,
    on: z.string(),
    actor,
    reason: endReason.nullable(),
  }),
  'command-issued': z.object({ command: z.string(), action: runAction, actor }),
  'command-answered': z.object({
    command: z.string(),
    action: runAction,
    result: z.string(),
    message: z.string().nullable(),
  }),
  'attempt-started': z.object({
    attempt: z.int(),
    worker: z.string(),
    host: z.string(),
    resumed_from: z.string().nullable(),
    resumed_step: z.number().nullable(),
  }),
  'attempt-ended': z.object({ attempt: z.int(), reason: endReason, retry_at: timestamp.nullable() }),
  'trainer-greeted': z.object({ pid: z.int(), versions: z.record(z.string(), z.string()) }),
  'progress-reported': runProgress,
  /** Points by metric key: [step, value, milliseconds since 1970]. */
  'metrics-reported': z.object({
    attempt: z.int(),
    points: z.record(z.string(), z.array(z.tuple([z.number(), wireNumber, z.number()]))),
  }),
  /** Points past this step belong to an attempt that was replaced. */
  'metrics-superseded': z.object({ after_step: z.number().nullable(), attempt: z.int() }),
  'checkpoint-saved': checkpointRow,
  'artifact-registered': artifactRow,
  /** `live`: of what goes on, sent again and again. */
  'section-added': z.object({
    ordinal: z.int(),
    type: z.string(),
    title: z.string(),
    live: z.boolean().optional(),
  }),
  /** The text is not stored in the event: the stream fills in `lines` from the log as it sends. */
  'log-written': z.object({ first_line: z.int(), count: z.int(), attempt: z.int() }),
  'log-dropped': z.object({ lines: z.int(), bytes: z.int() }),
  /** The trainer's own words of a turn in its work. */
  'milestone-reached': z.object({ message: z.string() }),
  'warning-raised': z.object({ code: z.string(), message: z.string() }),
  'run-edited': z.object({ fields: z.array(z.string()), actor }),
} as const;

export type EventKind = keyof typeof eventData;
export const eventKind = z.enum(Object.keys(eventData) as [EventKind, ...EventKind[]]);
export type EventDataOf<K extends EventKind> = z.infer<(typeof eventData)[K]>;

export const runEvent = z.object({
  run_id: z.uuid(),
  seq: z.int().positive(),
  kind: eventKind,
  data: z.unknown(),
  at: timestamp,
});
export type RunEvent = z.infer<typeof runEvent>;

/** `GET /events`: topics are `run:<id>` and `runs` (submissions, status changes and edits of all, deletion and restoration among them). */
export const topic = z.string().regex(/^(runs|run:([0-9a-f-]{36}|[1-9][0-9]*))$/);

/** The stream's `id:` field: the last seen seq by topic, `run:<id>=12;runs=340`. */
export const streamCursor = z
  .string()
  .max(8000)
  .regex(/^([a-z0-9:-]+=\d+(;[a-z0-9:-]+=\d+)*)?$/);
