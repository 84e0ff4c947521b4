import type { LanguageChoice } from '@trainyard/contracts';
import {
  AnswerSchemaError,
  type AskGrader,
  compileJudge,
  ExpressionError,
  gradedMeasure,
  type Judge,
  type OutsideMeasure,
  type OutsideSetting,
  PatternError,
} from '@trainyard/prompts/metrics';
import { type CommandMetric, commandMetric } from './command-metric.ts';
import type { Config } from './config.ts';
import type { Door } from './door.ts';
import { UnfitItems } from './items.ts';

/** Nothing more may be asked, found out by a grader: what was answered is not scored. */
export class NothingLeft extends Error {}

export interface JudgeParts {
  door: Door;
  grader: LanguageChoice | undefined;
}

export interface OpenJudge {
  judge: Judge;
  /** Ends the programs of its metrics. */
  close: () => void;
}

function asking({ door, grader }: JudgeParts): AskGrader {
  if (grader === undefined) throw new UnfitItems('A metric is graded, and no language model has the role grader');
  return async (messages, sample) => {
    const said = await door.ask({ role: 'grader', model: grader, messages, sample });
    if (said.status === 'over') throw new NothingLeft(said.reason);
    return said;
  };
}

function isUnfit(error: unknown): error is Error {
  return [ExpressionError, PatternError, AnswerSchemaError, RangeError].some((kind) => error instanceof kind);
}

/** How answers are scored, by the metrics of the configuration. Throws UnfitItems where one cannot be used. */
export function openJudge(config: Pick<Config, 'metrics' | 'pass' | 'length_ratio'>, parts: JudgeParts): OpenJudge {
  const programs: CommandMetric[] = [];
  function open(setting: OutsideSetting): OutsideMeasure {
    if (setting.metric === 'graded') return gradedMeasure(setting, asking(parts));
    if (setting.metric === 'command') {
      const program = commandMetric(setting.command, setting.timeout_s);
      programs.push(program);
      return program.measure;
    }
    throw new UnfitItems(`The metric ${setting.metric} is not available`);
  }
  const { metrics, pass, length_ratio } = config;
  const length = length_ratio > 0 ? { ratio: length_ratio, slack: 5 } : null;
  try {
    const judge = compileJudge({ metrics, pass, length }, open);
    return { judge, close: () => programs.forEach(({ close }) => void close()) };
  } catch (error) {
    throw isUnfit(error) ? new UnfitItems(`The metrics cannot be used: ${error.message}`) : error;
  }
}
