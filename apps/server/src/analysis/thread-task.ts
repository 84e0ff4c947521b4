import type {
  BatchPart,
  BatchSummary,
  DatasetSample,
  PromptItem,
  SignalView,
  WindowConfig,
} from '@trainyard/contracts';
import type { PairResult } from '@trainyard/domain';
import type { ItemResult } from '@trainyard/prompts/metrics';
import type { BatchScores } from '@trainyard/store';
import type { AnswerToScore, Scoring } from '../batch/score-answers.ts';
import type { ClassifyAnswer, ClassifyAsk, CutSignal, JudgeAsk } from '../classify/classify-signal.ts';
import type { ComparedTexts, SimilarityQuestion } from '../embedder/embedder-task.ts';
import type { PredictionsPage, PredictionsQuery } from './predictions-file.ts';

/** A predictions file of a run and what it was made on. */
export interface PredictionsSource {
  path: string;
  sha256: string;
  dataset: { name: string; digest: string } | null;
  /** The settings that cut signals into windows, as text; samples of other windows are other samples. */
  window: string;
  /** The digest of the split, where its test part is sealed. */
  sealed: string | null;
}

export interface ComparedPairs {
  /** Places of the runs. */
  pairs: (PairResult & { first: number; second: number })[];
  refused: { a: number; b: number; reason: string }[];
  /** What the pairs are compared by. */
  metric: string;
  /** Of the data's physical unit in the test part; null where none is declared. */
  units: { column: string; count: number } | null;
}

/** What the thread is asked, and what it answers. */
export interface ThreadTasks {
  predictions: { ask: { source: PredictionsSource; query: PredictionsQuery }; answer: PredictionsPage | null };
  compare: { ask: { sources: (PredictionsSource | null)[] }; answer: ComparedPairs };
  samples: {
    ask: { digest: string; label: string | undefined; offset: number; limit: number };
    answer: { items: DatasetSample[]; total: number };
  };
  items: {
    ask: { digest: string; q: string | undefined; offset: number; limit: number };
    answer: { items: PromptItem[]; total: number };
  };
  /** Those of the test part of a split. */
  'test-items': { ask: { digest: string; split: string }; answer: { items: PromptItem[] } };
  /** Those that a batch may ask about; `split`: of the run whose parts they are. */
  'batch-items': {
    ask: { digest: string; part: BatchPart; split: string | null };
    answer: { items: PromptItem[] };
  };
  score: { ask: { scoring: Scoring; answers: readonly AnswerToScore[] }; answer: ItemResult[] };
  'batch-summary': { ask: BatchScores; answer: BatchSummary | null };
  /** Vectors of whole texts, by the embedder of an environment. */
  'embed-texts': { ask: { environment: string; texts: string[] }; answer: Float32Array[] };
  'compare-texts': { ask: SimilarityQuestion; answer: ComparedTexts };
  signal: {
    ask: {
      name: string;
      digest: string;
      sample: string;
      channel: number;
      points: number;
      /** How windows were cut, where the sample may be one: of a window only that is drawn. */
      window?: WindowConfig | undefined;
      /** A stretch in seconds; to the end where its length is not said. */
      from: number;
      seconds?: number | undefined;
    };
    answer: SignalView;
  };
  classify: { ask: ClassifyAsk; answer: ClassifyAnswer };
  /** The two halves of it, where a run computes what the graph takes. */
  'cut-signal': { ask: Pick<ClassifyAsk, 'input' | 'source' | 'rateHz'>; answer: CutSignal };
  judge: { ask: JudgeAsk; answer: ClassifyAnswer };
}
export type TaskKind = keyof ThreadTasks;

export type ThreadTask = {
  [K in TaskKind]: { id: number; kind: K; ask: ThreadTasks[K]['ask'] };
}[TaskKind];

/** Errors for people travel as their parts: a class does not survive the way between threads. */
export type ThreadReply = { id: number } & (
  | { answer: ThreadTasks[TaskKind]['answer'] }
  | { refused: { code: string; params: Record<string, string | number> } }
  | { failed: string }
);
