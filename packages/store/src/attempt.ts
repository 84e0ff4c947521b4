import type { EndReason, runAttempt } from '@trainyard/contracts';
import type { Db } from './connection.ts';

type RunAttempt = ReturnType<(typeof runAttempt)['parse']>;

interface AttemptRow {
  attempt: number;
  worker: string;
  host: string;
  started_at: string;
  ended_at: string | null;
  end: EndReason | null;
  resumed_from: string | null;
  retry: boolean;
  versions: Record<string, string>;
}

/** Process lives of a run, first to last. */
export async function listAttempts(db: Db, runId: string): Promise<RunAttempt[]> {
  const found = await db.query<AttemptRow>(
    `SELECT attempt, worker_name AS worker, host, started_at, ended_at, "end", resumed_from, retry, versions
     FROM run_attempt WHERE run_id = $1 ORDER BY attempt`,
    [runId],
  );
  return found.rows;
}
