import type { LanguageChoice } from '@trainyard/contracts';
import {
  type AskGrader,
  compileJudge,
  gradedMeasure,
  isUnfitMetric,
  type Judge,
  type OutsideMeasure,
  type OutsideSetting,
} from '@trainyard/prompts/metrics';
import { type CommandMetric, commandMetric } from './command-metric.ts';
import type { Config } from './config.ts';
import { type Door, LeftWaiting } from './door.ts';
import { UnfitItems } from './items.ts';
import { type EmbedderPlace, similarityMeasure, tryEmbedder } from './similarity-metric.ts';

/** Nothing more may be asked, found out by a grader: what was answered is not scored. */
export class NothingLeft extends Error {}

export interface JudgeParts {
  door: Door;
  grader: LanguageChoice | undefined;
  embedder: EmbedderPlace;
}

export interface OpenJudge {
  judge: Judge;
  /** Throws UnfitItems where what a metric needs is not there. */
  ready: () => Promise<void>;
  /** Ends the programs of its metrics. */
  close: () => void;
}

function asking({ door, grader }: Pick<JudgeParts, 'door' | 'grader'>): AskGrader {
  if (grader === undefined) throw new UnfitItems('A metric is graded, and no language model has the role grader');
  return async (messages, sample) => {
    const said = await door.ask({ role: 'grader', model: grader, messages, sample });
    if (said.status === 'over') throw new NothingLeft(said.reason);
    return said;
  };
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
    return similarityMeasure(setting, parts.embedder);
  }
  async function ready(): Promise<void> {
    if (!config.metrics.some(({ metric }) => metric === 'similarity')) return;
    try {
      await tryEmbedder(parts.embedder);
    } catch (error) {
      if (error instanceof LeftWaiting) throw error;
      throw new UnfitItems(error instanceof Error ? error.message : String(error));
    }
  }
  const { metrics, pass, length_ratio } = config;
  const length = length_ratio > 0 ? { ratio: length_ratio, slack: 5 } : null;
  try {
    const judge = compileJudge({ metrics, pass, length }, open);
    return { judge, ready, close: () => programs.forEach(({ close }) => void close()) };
  } catch (error) {
    throw isUnfitMetric(error) ? new UnfitItems(`The metrics cannot be used: ${error.message}`) : error;
  }
}
