/** The worker's door to the queue. It knows no trainer. */
export { beat, nextJobIn } from './work/beat.ts';
export { claim } from './work/claim.ts';
export { bury, finish } from './work/finish.ts';
export { reap, releaseDeadWorkersOfHost } from './work/reap.ts';
export * from './work/types.ts';
export { leaveWorker, recordHostSample, registerWorker, setWorkerStatus } from './work/worker.ts';
export {
  answerCommand,
  appendEvents,
  appendLog,
  appendMetrics,
  beginAttempt,
  markCheckpointBroken,
  recordArtifacts,
  recordCheckpoint,
  recordSection,
} from './work/write.ts';
