import { ExpressionError } from './expression.ts';
import { AnswerSchemaError } from './json-schema.ts';
import { PatternError } from './pattern/index.ts';

/** What `compileJudge` throws where the metrics themselves are at fault, in words for whoever wrote them. */
export function isUnfitMetric(error: unknown): error is Error {
  return [ExpressionError, PatternError, AnswerSchemaError, RangeError].some((kind) => error instanceof kind);
}
