import type { FrozenRun, Run, RunInsights, Section, SignalView } from '@trainyard/contracts';
import type { AnswerOf } from '@trainyard/contracts/routes';
import type { ReadFile } from '../../sections/run-file.ts';
import type { SeriesWindow } from '../run/curves/curve.ts';
import type { PredictionsQuery } from './matrix/cell-search.ts';

export type RunFile = AnswerOf<'listFiles'>['items'][number];

/**
 * The results of a run, from wherever they came: of the run itself for those who signed in, or of a link that somebody was
 * sent. What is drawn from them is the same.
 */
export interface ResultSource {
  run: Run;
  config: FrozenRun | null;
  sections: readonly Section[];
  /** Null while they are asked for, or where they could not be had. */
  insights: RunInsights | null;
  files: readonly RunFile[];
  /** Keys of its metric series, those of the machine left out. */
  seriesKeys: readonly string[];
  readFile: ReadFile;
  readSeries: (keys: readonly string[], signal: AbortSignal) => Promise<readonly SeriesWindow[]>;
  /** Predictions on the test part, page by page. */
  readPredictions: (query: PredictionsQuery, signal: AbortSignal) => Promise<AnswerOf<'listPredictions'>>;
  /** What a sample was made of, where its data set has signals. */
  readSignal: (query: { sample: string; points: number }, signal: AbortSignal) => Promise<SignalView>;
  fileAddress: (path: string) => string;
  /** Read by somebody who may do nothing but read. */
  readOnly: boolean;
}
