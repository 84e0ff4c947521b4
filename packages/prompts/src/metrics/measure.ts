import { sentenceBleu } from './bleu.ts';
import type { BleuTokenizer } from './bleu-words.ts';
import { exactMatch, tokenF1 } from './exact-match.ts';
import { compileExpression } from './expression.ts';
import { jsonAnswer } from './json-answer.ts';
import { compileAnswerSchema } from './json-schema.ts';
import type { NormaliseOptions } from './normalise.ts';
import type { About, OutsideSetting } from './outside.ts';
import { compilePattern } from './pattern/index.ts';
import type { FailureTag } from './result.ts';
import { type RougeKind, rouge } from './rouge.ts';

/** A metric that is worked out here, of texts alone. */
type CodeSetting =
  | ({ metric: 'exact_match' | 'token_f1' } & NormaliseOptions)
  | { metric: 'bleu'; tokenize?: BleuTokenizer }
  | { metric: RougeKind; stem?: boolean }
  | { metric: 'json_valid'; fenced?: boolean }
  | { metric: 'json_schema'; schema: unknown; fenced?: boolean }
  /** `whole`: the pattern must fit the whole answer, not a part of it. */
  | { metric: 'regex'; pattern: string; flags?: string; whole?: boolean }
  /** Of its author: CEL, see `compileExpression`. */
  | { metric: 'expression'; expression: string };

/** One metric of an answer, as it is written in a run's settings. */
export type MetricSetting = CodeSetting | OutsideSetting;

export interface Measured {
  /** 0 to 1. */
  value: number;
  /** What is wrong where the value is not 1, if this metric knows better than "wrong". */
  tag: FailureTag | null;
  feedback: string;
}

/** Throws where the metric says nothing about the answer. */
export type Measure = (answer: string, expected: readonly string[], about: About) => Measured;

const plain = (value: number): Measured => ({ value, tag: null, feedback: '' });

function regexMeasure(source: string, flags: string, whole: boolean): Measure {
  const pattern = compilePattern(whole ? `^(?:${source})$` : source, whole ? flags.replace('m', '') : flags);
  return (answer) =>
    pattern.test(answer.trim())
      ? plain(1)
      : { value: 0, tag: 'no-match', feedback: `The answer does not fit the pattern ${source}` };
}

function jsonMeasure(fenced: boolean, check: ((value: unknown) => string | null) | null): Measure {
  return (answer) => {
    const read = jsonAnswer(answer, { fenced });
    if (!read.ok) return { value: 0, tag: 'invalid-json', feedback: read.problem };
    const problem = check === null ? null : check(read.value);
    return problem === null ? plain(1) : { value: 0, tag: 'schema', feedback: problem };
  };
}

/** Patterns and schemas are read once; what is wrong with them is thrown here, before anything is spent. */
export function compileMeasure(setting: CodeSetting): Measure {
  switch (setting.metric) {
    case 'exact_match':
      return (answer, expected) => plain(exactMatch(answer, expected, setting));
    case 'token_f1':
      return (answer, expected) => plain(tokenF1(answer, expected, setting));
    case 'bleu': {
      const options = setting.tokenize === undefined ? {} : { tokenize: setting.tokenize };
      return (answer, expected) => plain(sentenceBleu(answer, expected, options).score / 100);
    }
    case 'json_valid':
      return jsonMeasure(setting.fenced !== false, null);
    case 'json_schema':
      return jsonMeasure(setting.fenced !== false, compileAnswerSchema(setting.schema));
    case 'regex':
      return regexMeasure(setting.pattern, setting.flags ?? '', setting.whole === true);
    case 'expression': {
      const evaluate = compileExpression(setting.expression);
      return (answer, expected, about) => plain(evaluate(answer, expected[0] ?? '', about));
    }
    default: {
      const { metric, stem = false } = setting;
      return (answer, expected) =>
        plain(Math.max(0, ...expected.map((one) => rouge(metric, answer, one, { stem }).f1)));
    }
  }
}
