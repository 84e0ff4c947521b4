import { existsSync, readFileSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import type {
  artifactRow,
  Circumstances,
  FrozenRun,
  Run,
  runAttempt,
  Section,
  seriesWindow,
  Task,
} from '@trainyard/contracts';
import type { BestEarlier } from './best-earlier.ts';

type Out<T extends { _zod: { output: unknown } }> = T['_zod']['output'];
export type SeriesWindow = Out<typeof seriesWindow>;
export type Attempt = Out<typeof runAttempt>;
export type FileRow = Out<typeof artifactRow>;

/** A run as the host wrote it out; what it says of itself is already checked. */
export interface ReadRun {
  run: Run;
  /** Null for a run of an outside program. */
  frozen: FrozenRun | null;
  sections: Section[];
  series: SeriesWindow[];
  attempts: Attempt[];
  circumstances: Circumstances | null;
  files: FileRow[];
  bestEarlier: BestEarlier | null;
  /** Bytes of a file that a section names; null where it was not kept, or was too large to come along. */
  fileOf(path: string): Buffer | null;
}

export function readRun({ folder }: Pick<Task['runs'][number], 'folder'>): ReadRun {
  const json = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), 'utf8'));
  const files = resolve(folder, 'files');
  return {
    run: json('run.json') as Run,
    frozen: json('config.json') as FrozenRun | null,
    sections: json('sections.json') as Section[],
    series: (json('history.json') as { series: SeriesWindow[] }).series,
    attempts: json('attempts.json') as Attempt[],
    circumstances: json('circumstances.json') as Circumstances | null,
    files: json('files.json') as FileRow[],
    bestEarlier: json('best-earlier.json') as BestEarlier | null,
    fileOf(path) {
      const full = resolve(files, path);
      return full.startsWith(files + sep) && existsSync(full) ? readFileSync(full) : null;
    },
  };
}
