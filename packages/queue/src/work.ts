/** The worker's door to the queue. It knows no trainer. */
export { beat, nextJobIn } from './work/beat.ts';
export { type ClaimOptions, claim } from './work/claim.ts';
export type { RetryPolicy } from './work/end.ts';
export { lockFenced } from './work/fence.ts';
export { bury, finish } from './work/finish.ts';
export { type HostWorker, type Reaped, type ReapOptions, reap, releaseDeadWorkersOfHost } from './work/reap.ts';
export * from './work/types.ts';
export { leaveWorker, recordHostSample, registerWorker, setWorkerStatus } from './work/worker.ts';
export {
  answerCommand,
  appendBatch,
  appendEvents,
  appendLog,
  appendMetrics,
  beginAttempt,
  markCheckpointBroken,
  type Report,
  type Resumed,
  recordArtifacts,
  recordCheckpoint,
  recordSection,
} from './work/write.ts';
