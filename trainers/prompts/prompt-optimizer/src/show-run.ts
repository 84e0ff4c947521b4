import { type StrategyState, spent } from '@trainyard/prompts/strategies';
import type { Run } from '@trainyard/sdk';
import { answerPrice, answersOf } from './config.ts';
import type { Given } from './given.ts';
import { callsSection, costOf, readLedger } from './ledger.ts';
import { flipsSection, lineageSection } from './lineage-section.ts';
import { budgetSection, raceSection, stepsSection } from './live-sections.ts';
import { namesIn } from './names.ts';
import type { Saved } from './saved.ts';
import { candidatesSection, curvesSection, evolutionSections } from './sections.ts';
import { phaseName, type Told } from './story.ts';

/** A run with all that its page shows is made of. */
export interface Shown {
  run: Run;
  given: Given;
  saved: Saved;
}

/** The cost so far; null where it is not known. */
export async function showLedger({ run, given }: Shown, tell = true): Promise<number | null> {
  const { url, key } = given.language;
  const sums = await readLedger({ url, key, runId: run.task.run_id });
  if (tell && sums !== null && sums.length > 0) run.section(callsSection(sums));
  return costOf(sums);
}

/** What goes on: cheap enough to be told after every handful of answers. */
export function showLive({ run, given, saved }: Shown, state: StrategyState, cost: number | null): void {
  const { steps, library, preflight } = saved;
  const { config } = given;
  const nameOf = namesIn(library);
  const race = raceSection(state, nameOf);
  const price = answerPrice(config);
  const taken = preflight?.calls ?? 0;
  const preflightCalls = taken * price;
  const calls = spent(state) * price + preflightCalls;
  const { calls: limit, usd } = config.budget;
  const lowered = usd !== null && state.settings.budget < answersOf(config, taken);
  const planned = lowered ? state.settings.budget * price + preflightCalls : null;
  run.section(budgetSection(state, { calls, limit, preflightCalls, planned, cost, limitUsd: usd ?? 0 }));
  run.section(stepsSection(state, steps, nameOf));
  if (race !== null) run.section(race);
}

/** What the search has found: after each step, and at the end. */
export function showSearch({ run, given, saved }: Shown, state: StrategyState): void {
  const { scores, library, seen } = saved;
  const { items, prompt } = given;
  const nameOf = namesIn(library);
  const all = [
    candidatesSection(state, nameOf),
    ...(scores.length > 0 ? [curvesSection(scores)] : []),
    ...evolutionSections(state, nameOf),
    lineageSection(state, { library, seen, items, promptName: prompt.name }),
    flipsSection(state, nameOf),
  ];
  for (const one of all) run.section(one);
}

/** What an event changed: progress, turns, curves and sections. */
export async function showTold(shown: Shown, state: StrategyState, told: Told): Promise<void> {
  const { run } = shown;
  const { budget, maxRounds, race } = state.settings;
  // More iterations than the budget pays for are no aim: the share of them would say nothing.
  const total = maxRounds * race.block > budget ? {} : { total_epochs: maxRounds };
  run.progress({
    step: Math.min(spent(state), budget),
    total_steps: Math.max(1, budget),
    epoch: Math.min(state.round, maxRounds),
    ...total,
    epoch_name: 'iteration',
    phase: phaseName(state),
    message: `${spent(state)} of ${budget} calls`,
  });
  for (const milestone of told.milestones) run.milestone(milestone);
  if (told.score !== null) {
    const { round, train, validation, metrics = {} } = told.score;
    // Not by the same name: it is of other items each time, and no gap between the two says anything.
    if (train !== null) run.metric(round, { observed_score: train }, 'train');
    if (validation !== null) run.metric(round, { score: validation, ...metrics }, 'validation');
    run.metric(round, { calls: spent(state) });
  }
  const cost = await showLedger(shown, told.steps.length > 0);
  showLive(shown, state, cost);
  if (told.steps.length > 0) showSearch(shown, state);
}
