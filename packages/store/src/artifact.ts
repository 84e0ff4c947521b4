import { type artifactRow, TrainyardError } from '@trainyard/contracts';
import type { Db } from './connection.ts';
import { jsonb } from './jsonb.ts';

export type ArtifactRow = ReturnType<(typeof artifactRow)['parse']>;

export interface StoredArtifact extends ArtifactRow {
  /** Where `files` keeps it. */
  location: string;
}

export interface NewArtifact {
  path: string;
  kind: string;
  size: number;
  sha256: string;
  meta: Record<string, unknown>;
  location: string;
}

const columns = 'path, kind, size, sha256, meta, created_at, location';

export async function listArtifacts(db: Db, runId: string): Promise<StoredArtifact[]> {
  const found = await db.query<StoredArtifact>(`SELECT ${columns} FROM artifact WHERE run_id = $1 ORDER BY path`, [
    runId,
  ]);
  return found.rows;
}

/** Throws file-not-found. */
export async function getArtifact(db: Db, run: { id: string; number: number }, path: string): Promise<StoredArtifact> {
  const found = await db.query<StoredArtifact>(`SELECT ${columns} FROM artifact WHERE run_id = $1 AND path = $2`, [
    run.id,
    path,
  ]);
  const row = found.rows[0];
  if (row === undefined) throw new TrainyardError('file-not-found', { run: run.number, path });
  return row;
}

export function artifactRowOf(stored: StoredArtifact): ArtifactRow {
  const { location: _location, ...row } = stored;
  return row;
}

/** The same path again replaces what was there. */
export async function writeArtifacts(
  db: Db,
  runId: string,
  attempt: number,
  artifacts: readonly NewArtifact[],
): Promise<ArtifactRow[]> {
  // One statement may not touch a row twice: of the same path the last counts.
  const last = [...new Map(artifacts.map((artifact) => [artifact.path, artifact])).values()];
  if (last.length === 0) return [];
  const written = await db.query<StoredArtifact>(
    `INSERT INTO artifact (run_id, path, attempt, kind, size, sha256, meta, location)
     SELECT $1, a.path, $2, a.kind, a.size, a.sha256, a.meta::jsonb, a.location
     FROM unnest($3::text[], $4::text[], $5::bigint[], $6::text[], $7::text[], $8::text[])
       AS a(path, kind, size, sha256, meta, location)
     ON CONFLICT (run_id, path) DO UPDATE SET attempt = excluded.attempt, kind = excluded.kind, size = excluded.size,
       sha256 = excluded.sha256, meta = excluded.meta, location = excluded.location, created_at = clock_timestamp()
     RETURNING ${columns}`,
    [
      runId,
      attempt,
      last.map((artifact) => artifact.path),
      last.map((artifact) => artifact.kind),
      last.map((artifact) => artifact.size),
      last.map((artifact) => artifact.sha256),
      last.map((artifact) => jsonb(artifact.meta)),
      last.map((artifact) => artifact.location),
    ],
  );
  return written.rows.map(artifactRowOf);
}
