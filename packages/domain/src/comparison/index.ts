export {
  type Better,
  betterByName,
  headlineOf,
  isBaseline,
  type MeasuredRun,
  type MetricRow,
  type MetricSideBySide,
  metricRows,
  metricsSideBySide,
  winnerOf,
} from './metrics.ts';
export {
  type Clustering,
  clusteringOf,
  type Pairing,
  type PairResult,
  type Predicted,
  pairPredictions,
  recordingOf,
  testPair,
} from './pair.ts';
export { flattenRecord, parametersSideBySide, type SideBySide } from './record.ts';
export { type JudgedPair, judgePairs, pText, verdictOf } from './verdict.ts';
