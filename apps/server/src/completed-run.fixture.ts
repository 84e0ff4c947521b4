import type { FrozenRun, Section, SectionOf } from '@trainyard/contracts';
import { submitRun } from '@trainyard/queue/submit';
import { writeArtifacts, writeFinalMetrics, writeSection } from '@trainyard/store';
import { aFrozenRun, aSubmission, aUser } from '@trainyard/testkit';
import type { TestServer } from './server.fixture.ts';

type Row = SectionOf<'metric-table'>['data']['rows'][number];

export function metricRow(name: string, value: number, changes: Partial<Row> = {}): Row {
  return { name, label: name, value, low: null, high: null, unit: '', better: 'higher', note: null, ...changes };
}

export function metricTable(...rows: Row[]): Section {
  return { type: 'metric-table', title: 'Scores', notes: [], data: { rows } };
}

export interface CompletedRunInput {
  frozen?: Partial<FrozenRun>;
  sections?: readonly Section[];
  metrics?: Record<string, number>;
  /** Text of predictions.csv. */
  predictions?: string;
  seconds?: number;
}

/** A run as it is after its end; nobody computed it. */
export async function completedRun(
  { parts, database: { store } }: TestServer,
  input: CompletedRunInput = {},
): Promise<{ id: string; number: number }> {
  const { frozen = {}, sections = [], metrics = {}, predictions, seconds = 10 } = input;
  const run = await submitRun(store, aSubmission(await aUser(store), { frozen: aFrozenRun(frozen) }));
  for (const section of sections) await writeSection(store, run.id, 1, section);
  await store.begin((tx) => writeFinalMetrics(tx, run.id, metrics));
  if (predictions !== undefined) {
    const path = 'predictions.csv';
    const saved = await parts.files.saveArtifact({ runId: run.id, path, source: Buffer.from(predictions) });
    await writeArtifacts(store, run.id, 1, [{ path, kind: 'predictions', meta: {}, location: '', ...saved }]);
  }
  await store.query('DELETE FROM job WHERE run_id = $1', [run.id]);
  await store.query(
    `UPDATE run SET status = 'completed', running_ms = $2, ended_at = clock_timestamp() WHERE id = $1`,
    [run.id, Math.round(seconds * 1000)],
  );
  return run;
}
