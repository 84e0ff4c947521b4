import type { LogLine } from '@trainyard/contracts';
import type { Db } from './connection.ts';
import { reporterSql, type WriteFence } from './event.ts';
import { storable } from './jsonb.ts';

export interface NewLogLine {
  level: LogLine['level'];
  source: LogLine['source'];
  text: string;
  /** How long before this write it was said. */
  ageMs?: number;
}

const levels = ['debug', 'info', 'warning', 'error'] as const;
const sources = ['stdout', 'stderr', 'trainer', 'host'] as const;
const markBytes = 5;

function packMarks(lines: readonly NewLogLine[]): Buffer {
  const marks = Buffer.alloc(lines.length * markBytes);
  lines.forEach((line, i) => {
    marks.writeUInt8(levels.indexOf(line.level) * 16 + sources.indexOf(line.source), i * markBytes);
    const age = Math.min(Math.max(0, Math.round(line.ageMs ?? 0)), 0xffff_ffff);
    marks.writeUInt32LE(age, i * markBytes + 1);
  });
  return marks;
}

/** A chunk keeps its lines apart by line feeds; a line that holds one would be two. */
function oneLine(text: string): string {
  return storable(text).replaceAll('\n', '\u2028');
}

const appendSql = `
  WITH moved AS (
    UPDATE run SET last_seq = last_seq + 1, last_line = last_line + $2
    WHERE id = $1 AND ${reporterSql('$5', '$6')}
    RETURNING id, last_seq, last_line, attempt
  ), chunk AS (
    INSERT INTO log_chunk (run_id, first_line, attempt, n, text, marks)
    SELECT id, last_line - $2, attempt, $2, $3, $4 FROM moved
  ), written AS (
    INSERT INTO run_event (run_id, seq, kind, data)
    SELECT id, last_seq, 'log-written',
      jsonb_build_object('first_line', last_line - $2, 'count', $2::int, 'attempt', attempt) FROM moved
  )
  SELECT last_line - $2 AS first_line, pg_notify('trainyard_event', 'run:' || id || '=' || last_seq) FROM moved`;

/** Appends lines and their event in one statement. Returns the number of the first, or null where the fence (or a closed run) holds. */
export async function appendLogLines(
  db: Db,
  runId: string,
  lines: readonly NewLogLine[],
  fence?: WriteFence,
): Promise<number | null> {
  if (lines.length === 0) return 0;
  const text = lines.map((line) => oneLine(line.text)).join('\n');
  const written = await db.prepared<{ first_line: number }>('append-log', appendSql, [
    runId,
    lines.length,
    text,
    packMarks(lines),
    fence?.attempt ?? null,
    fence?.workerId ?? null,
  ]);
  return written.rows[0]?.first_line ?? null;
}

interface ChunkRow {
  first_line: number;
  attempt: number;
  n: number;
  text: string;
  marks: Buffer;
  at: string;
}

function linesOf(chunk: ChunkRow): LogLine[] {
  const texts = chunk.text.split('\n');
  const at = new Date(chunk.at).getTime();
  return texts.map((text, i) => {
    const mark = chunk.marks.readUInt8(i * markBytes);
    return {
      n: chunk.first_line + i,
      at: new Date(at - chunk.marks.readUInt32LE(i * markBytes + 1)).toISOString(),
      attempt: chunk.attempt,
      level: levels[mark >> 4] ?? 'info',
      source: sources[mark & 15] ?? 'host',
      text,
    };
  });
}

export interface LogQuery {
  /** The first line wanted, counted from 0; negative: the last so many. */
  from: number;
  limit: number;
  /** This level and what is graver. */
  level?: LogLine['level'] | undefined;
  /** Only lines that contain this text, whatever its case. */
  q?: string | undefined;
}

const chunksAtOnce = 200;

/** `total` counts all lines of the run, whatever is asked for. */
export async function readLog(db: Db, runId: string, query: LogQuery): Promise<{ items: LogLine[]; total: number }> {
  const counted = await db.prepared<{ last_line: number }>('log-lines', 'SELECT last_line FROM run WHERE id = $1', [
    runId,
  ]);
  const total = counted.rows[0]?.last_line ?? 0;
  const from = query.from < 0 ? Math.max(0, total + query.from) : query.from;
  const words = query.q?.toLowerCase() ?? '';
  const gravest = query.level === undefined ? 0 : levels.indexOf(query.level);
  const items: LogLine[] = [];
  // Every chunk holds a line at least: where all lines count, more than the wanted lines, and one before them, are read for nothing.
  const sifted = query.level !== undefined || words !== '';
  let next = from;
  while (items.length < query.limit && next < total) {
    const found = await db.prepared<ChunkRow>(
      'read-log',
      // The chunk that holds the first line may begin before it: it is the last one that begins no later.
      `SELECT first_line, attempt, n, text, marks, at FROM log_chunk WHERE run_id = $1 AND first_line >= coalesce(
         (SELECT max(first_line) FROM log_chunk WHERE run_id = $1 AND first_line <= $2), 0)
       ORDER BY first_line LIMIT $3`,
      [runId, next, sifted ? chunksAtOnce : Math.min(chunksAtOnce, query.limit - items.length + 1)],
    );
    const last = found.rows.at(-1);
    if (last === undefined || last.first_line + last.n <= next) break;
    for (const chunk of found.rows) {
      for (const line of linesOf(chunk)) {
        if (line.n < next || items.length >= query.limit) continue;
        if (levels.indexOf(line.level) < gravest || !line.text.toLowerCase().includes(words)) continue;
        items.push(line);
      }
    }
    next = last.first_line + last.n;
  }
  return { items, total };
}

/** The whole log as text, piece by piece, for a download. */
export async function* readLogText(db: Db, runId: string): AsyncGenerator<string> {
  let next = 0;
  for (;;) {
    const page = await readLog(db, runId, { from: next, limit: 5000 });
    if (page.items.length === 0) return;
    yield page.items
      .map((line) => `${line.at} ${line.level.padEnd(7)} ${line.source.padEnd(7)} ${line.text}\n`)
      .join('');
    next = (page.items.at(-1)?.n ?? next) + 1;
  }
}
