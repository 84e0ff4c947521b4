import { mostGrades, type WeightedMetric } from '@trainyard/prompts/metrics';
import type { PartShares } from '@trainyard/prompts/race';
import { defaultStrategySettings, type StrategySettings } from '@trainyard/prompts/strategies';

/** As trainer.yaml describes it; the host has checked it. */
export interface Config {
  strategy: 'racing' | 'five-step';
  writer: 'scripted' | 'model';
  adviser: 'scripted' | 'random';
  /** Records of earlier versions of the trainer lack the later prices and bars, and say 0 for no limit in money. */
  budget: {
    calls: number;
    optimizer_price: number;
    evaluator_price?: number;
    grader_price?: number;
    usd: number | null;
  };
  critique?: boolean;
  iterations: number;
  target: number;
  patience: number;
  metrics: WeightedMetric[];
  pass: number;
  length_ratio: number;
  candidates: number;
  raced: number;
  batch: number;
  race: {
    block: number;
    min_blocks: number;
    drop_from: number;
    drop_to: number;
    drop_behind?: number;
    chances?: number;
    accept: number;
  };
  parts: PartShares & { seed: number };
  preflight: boolean;
  preflight_only: boolean;
  concurrency: number;
  context_tokens: number;
  max_prompt_tokens: number;
}

/** Of records of earlier versions of the trainer, which knew no such bars: nobody is dropped by them. */
export const withoutLaterBars: Pick<StrategySettings['race'], 'dropBehind' | 'chances'> = {
  dropBehind: 0,
  chances: Number.MAX_SAFE_INTEGER,
};

/** Calls of the budget that an answer counts for, with the most that its grades may take. */
export function answerPrice({ metrics, budget }: Pick<Config, 'metrics' | 'budget'>): number {
  const graded = metrics.filter(({ metric }) => metric === 'graded').length;
  return 1 + graded * mostGrades * (budget.grader_price ?? 1);
}

/** The budget in answers; `taken`: those that the preflight has used up already. */
export function answersOf(config: Config, taken: number): number {
  return Math.max(0, Math.floor(config.budget.calls / answerPrice(config)) - taken);
}

/**
 * The strategy counts in answers: what else is asked for is counted as so many of them. `taken`: answers that the preflight has
 * used up already; `critique`: an evaluator is asked before each proposal.
 */
export function settingsOf(
  config: Config,
  seed: number,
  { taken, critique }: { taken: number; critique: boolean },
): StrategySettings {
  const { race, budget } = config;
  const price = answerPrice(config);
  const proposal = budget.optimizer_price + (critique ? (budget.evaluator_price ?? 1) : 0);
  return {
    ...defaultStrategySettings,
    seed,
    budget: answersOf(config, taken),
    optimizerPrice: price === 1 ? proposal : Math.ceil((100 * proposal) / price) / 100,
    batch: config.batch,
    candidates: config.candidates,
    raced: config.raced,
    maxRounds: config.iterations,
    patience: config.patience,
    // A perfect score cannot be bettered; a target of 0 would end every search before it began.
    target: config.target === 0 ? null : config.target,
    race: {
      block: race.block,
      minBlocks: race.min_blocks,
      dropFrom: race.drop_from,
      dropTo: race.drop_to,
      dropBehind: race.drop_behind ?? withoutLaterBars.dropBehind,
      chances: race.chances ?? withoutLaterBars.chances,
      accept: race.accept,
    },
  };
}
