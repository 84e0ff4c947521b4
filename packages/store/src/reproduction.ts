import { type Circumstances, type FrozenRun, type RunStatus, type reproduction, toWire } from '@trainyard/contracts';
import { hasEnded } from '@trainyard/domain';
import { listArtifacts } from './artifact.ts';
import { listAttempts } from './attempt.ts';
import type { Db } from './connection.ts';
import { getCircumstances, getFrozenRun } from './run.ts';
import { finalMetrics } from './series.ts';

type Reproduction = ReturnType<(typeof reproduction)['parse']>;

/** The run that this one repeats, or null. */
export async function originalOf(db: Db, runId: string): Promise<string | null> {
  const found = await db.query<{ reproduces: string | null }>('SELECT reproduces FROM run WHERE id = $1', [runId]);
  return found.rows[0]?.reproduces ?? null;
}

/** The newest repeat of a run, or null. */
export async function newestRepeatOf(db: Db, runId: string): Promise<string | null> {
  const found = await db.query<{ id: string }>(
    'SELECT id FROM run WHERE reproduces = $1 ORDER BY number DESC LIMIT 1',
    [runId],
  );
  return found.rows[0]?.id ?? null;
}

/** Times of the clock differ from run to run and say nothing about the result. */
const timing = /(^|[/_])(seconds|duration|elapsed|time|time_s|seconds_per_.*|.*_per_second|throughput)$/;

async function statusOf(db: Db, runId: string): Promise<RunStatus> {
  const found = await db.query<{ status: RunStatus }>('SELECT status FROM run WHERE id = $1', [runId]);
  return found.rows[0]?.status ?? 'failed';
}

/** What was written down at submit, and what the worker found; of the code, what was really run. */
interface RunFacts {
  frozen: FrozenRun | null;
  carried: Circumstances | null;
}

function circumstanceWarnings(then: RunFacts, today: RunFacts): string[] {
  const [before, now] = [then.frozen, today.frozen];
  if (before === null || now === null) return [];
  const codeOf = ({ carried }: RunFacts, frozen: FrozenRun): string =>
    carried?.code_digest ?? frozen.trainer.code_digest;
  const facts: [string, string | number | null, string | number | null][] = [
    ['code', codeOf(then, before), codeOf(today, now)],
    ['git commit', before.trainer.git_commit, now.trainer.git_commit],
    ['package lock', before.trainer.lock_digest, now.trainer.lock_digest],
    ['data set', before.dataset?.digest ?? null, now.dataset?.digest ?? null],
    ['split', before.split?.digest ?? null, now.split?.digest ?? null],
    ['threads', before.resources.threads, now.resources.threads],
    ['seed', before.seed, now.seed],
  ];
  return facts
    .filter(([, was, is]) => was !== is)
    .map(([what, was, is]) => `The ${what} differs: ${was ?? 'none'} then, ${is ?? 'none'} now.`);
}

/**
 * Digests of the data sets that a run produced. One whose content was there already made no version of its own, so the
 * run's record says it; records from before it did know only the versions.
 */
async function producedDatasets(db: Db, runId: string, written: Circumstances | null): Promise<Map<string, string>> {
  if (written?.datasets !== undefined) return new Map(Object.entries(written.datasets));
  const found = await db.query<{ name: string; digest: string }>(
    'SELECT d.name, v.digest FROM dataset_version v JOIN dataset d ON d.id = v.dataset_id WHERE v.run_id = $1',
    [runId],
  );
  return new Map(found.rows.map((row) => [row.name, row.digest]));
}

interface ComparedFile {
  path: string;
  original: string | null;
  repeat: string | null;
  equal: boolean;
}

function compareDigests(old: ReadonlyMap<string, string>, fresh: ReadonlyMap<string, string>): ComparedFile[] {
  return [...new Set([...old.keys(), ...fresh.keys()])].sort().map((path) => ({
    path,
    original: old.get(path) ?? null,
    repeat: fresh.get(path) ?? null,
    equal: old.get(path) === fresh.get(path),
  }));
}

/** Holds a repeat against its original, number by number, file by file and data set by data set. */
export async function compareReproduction(db: Db, repeatId: string, originalId: string): Promise<Reproduction> {
  const status = await statusOf(db, repeatId);
  const [before, now] = [await finalMetrics(db, originalId), await finalMetrics(db, repeatId)];
  const keys = [...new Set([...Object.keys(before), ...Object.keys(now)])].filter((key) => !timing.test(key)).sort();
  const wire = (value: number | undefined): ReturnType<typeof toWire> | null =>
    value === undefined ? null : toWire(value);
  const compared = keys.map((key) => ({
    key,
    original: wire(before[key]),
    repeat: wire(now[key]),
    equal: Object.is(before[key], now[key]),
  }));
  const [oldFiles, newFiles] = [await listArtifacts(db, originalId), await listArtifacts(db, repeatId)];
  const counted = new Set(['model', 'onnx', 'dataset', 'predictions']);
  const shaOf = (files: typeof oldFiles): Map<string, string> =>
    new Map(
      files
        // Without a number to look at, every file counts.
        .filter((file) => compared.length === 0 || counted.has(file.kind))
        .map((file) => [file.path, file.sha256]),
    );
  const files = compareDigests(shaOf(oldFiles), shaOf(newFiles));
  const [was, is] = [await getCircumstances(db, originalId), await getCircumstances(db, repeatId)];
  const datasets = compareDigests(
    await producedDatasets(db, originalId, was),
    await producedDatasets(db, repeatId, is),
  ).map((each) => ({ ...each, path: `data set ${each.path}` }));
  const warnings = circumstanceWarnings(
    { frozen: await getFrozenRun(db, originalId), carried: was },
    { frozen: await getFrozenRun(db, repeatId), carried: is },
  );
  if (was !== null && is !== null && was.processor !== is.processor) {
    warnings.push(`The processor differs: ${was.processor} then, ${is.processor} now.`);
  }
  const versions = async (id: string): Promise<Record<string, string>> =>
    (await listAttempts(db, id)).at(-1)?.versions ?? {};
  const [wasVersions, isVersions] = [await versions(originalId), await versions(repeatId)];
  for (const name of Object.keys({ ...wasVersions, ...isVersions }).sort()) {
    if (wasVersions[name] === isVersions[name]) continue;
    warnings.push(`${name} differs: ${wasVersions[name] ?? 'none'} then, ${isVersions[name] ?? 'none'} now.`);
  }
  // A file may hold a time of day: where there are numbers, they are the ones to look at. A data set holds no time.
  const deciding = [...(compared.length > 0 ? compared : files), ...datasets];
  const same = deciding.length > 0 && deciding.every((each) => each.equal);
  const verdict = !hasEnded(status) ? 'pending' : status !== 'completed' ? 'failed' : same ? 'identical' : 'different';
  return { run: repeatId, original: originalId, verdict, compared, files: [...files, ...datasets], warnings };
}
