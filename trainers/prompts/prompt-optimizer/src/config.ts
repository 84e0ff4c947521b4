import type { WeightedMetric } from '@trainyard/prompts/metrics';
import type { PartShares } from '@trainyard/prompts/race';
import { defaultStrategySettings, type StrategySettings } from '@trainyard/prompts/strategies';

/** As trainer.yaml describes it; the host has checked it. */
export interface Config {
  strategy: 'racing' | 'five-step';
  writer: 'scripted' | 'model';
  adviser: 'scripted' | 'random';
  budget: { calls: number; optimizer_price: number; usd: number };
  iterations: number;
  target: number;
  patience: number;
  metrics: WeightedMetric[];
  pass: number;
  length_ratio: number;
  candidates: number;
  raced: number;
  batch: number;
  race: { block: number; min_blocks: number; drop_from: number; drop_to: number; accept: number };
  parts: PartShares & { seed: number };
  preflight: boolean;
  preflight_only: boolean;
  concurrency: number;
  context_tokens: number;
  max_prompt_tokens: number;
}

/** `taken`: calls that the preflight has used up already. */
export function settingsOf(config: Config, seed: number, taken: number): StrategySettings {
  const { race, budget } = config;
  return {
    ...defaultStrategySettings,
    seed,
    budget: Math.max(0, budget.calls - taken),
    optimizerPrice: budget.optimizer_price,
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
      accept: race.accept,
    },
  };
}
