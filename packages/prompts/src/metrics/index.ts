export { type Bleu, type BleuOptions, corpusBleu, sentenceBleu } from './bleu.ts';
export type { BleuTokenizer } from './bleu-words.ts';
export { exactMatch, tokenF1 } from './exact-match.ts';
export { compileExpression, ExpressionError } from './expression.ts';
export { type AskGrader, gradedMeasure, mostGrades, sameFamily } from './graded.ts';
export { type JsonAnswer, jsonAnswer } from './json-answer.ts';
export { AnswerSchemaError, compileAnswerSchema, type SchemaCheck } from './json-schema.ts';
export { compileMeasure, type Measure, type Measured, type MetricSetting } from './measure.ts';
export { type NormaliseOptions, normalise, normaliserVersion } from './normalise.ts';
export {
  type About,
  type GradedSetting,
  isOutside,
  type OpenOutside,
  type OutsideMeasure,
  type OutsideSetting,
} from './outside.ts';
export { compilePattern, type Pattern, PatternError } from './pattern/index.ts';
export { porterStem } from './porter.ts';
export {
  type Answer,
  type FailureTag,
  failureTags,
  type ItemResult,
  type MeanScore,
  type Missing,
  meanScore,
  type Scored,
} from './result.ts';
export { type Rouge, type RougeKind, type RougeOptions, rouge } from './rouge.ts';
export { type AboutItem, compileJudge, compileScorer, type Judge, type Scorer } from './score.ts';
export type { ScoreSettings, WeightedMetric } from './scoring.ts';
export {
  allAlike,
  inverseFrequency,
  ownEmbedder,
  type Similarity,
  similarityName,
  type TokenVectors,
  tokenSimilarity,
} from './token-similarity.ts';
export { isUnfitMetric } from './unfit.ts';
