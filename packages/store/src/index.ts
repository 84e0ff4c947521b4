export * from './artifact.ts';
export * from './attempt.ts';
export { type DatabaseReport, databaseReport } from './backup/report.ts';
export { restoreDatabase } from './backup/restore.ts';
export { backupDatabase } from './backup/write.ts';
export * from './checkpoint.ts';
export * from './connection.ts';
export { isConnectionLoss, type RetryOptions, retryWhileDown } from './connection-loss.ts';
export * from './count.ts';
export * from './dataset.ts';
export * from './event.ts';
export * from './experiment.ts';
export * from './headline.ts';
export * from './idempotency.ts';
export { jsonb, storable } from './jsonb.ts';
export * from './key.ts';
export * from './language-batch.ts';
export * from './language-batch-result.ts';
export * from './language-budget.ts';
export * from './language-call.ts';
export * from './language-ledger.ts';
export * from './language-model.ts';
export * from './language-price.ts';
export * from './language-target.ts';
export { type CompletedRun, completedRuns, type LearnedTrainer, learnedFromRuns } from './learned.ts';
export type { Channel, Listener, ListenHandlers } from './listen.ts';
export * from './log.ts';
export * from './metric-chunks.ts';
export * from './metric-set.ts';
export * from './metric-write.ts';
export {
  installationId,
  type Migration,
  type MigrationState,
  migrate,
  migrationState,
  readMigrations,
} from './migrate.ts';
export * from './model.ts';
export * from './model-alias.ts';
export * from './model-register.ts';
export * from './model-use.ts';
export * from './notice.ts';
export * from './preference.ts';
export * from './prompt.ts';
export * from './provider.ts';
export * from './reproduction.ts';
export * from './run.ts';
export * from './run-columns.ts';
export * from './run-delete.ts';
export { parseFilter, splitList } from './run-filter.ts';
export * from './run-key.ts';
export * from './run-list.ts';
export * from './run-lock.ts';
export * from './seal.ts';
export * from './section.ts';
export * from './series.ts';
export * from './server-version.ts';
export * from './share.ts';
export * from './split.ts';
export * from './upload.ts';
export * from './user.ts';
export * from './view.ts';
export * from './worker.ts';
