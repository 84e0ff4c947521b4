import { type Decision, type StrategyEvent, type StrategyState, spent, unshown } from '@trainyard/prompts/strategies';
import type { IterationScore, Step } from './saved.ts';
import { meanOn, missingOn, trainingItems } from './scores.ts';

/** What an event changed, in words: entries of the step list, and turns that people look for later. */
export interface Told {
  steps: Step[];
  milestones: string[];
  /** Of an iteration that ended with it. */
  score: IterationScore | null;
}

export function points(score: number | null): string {
  return score === null || Number.isNaN(score) ? 'no score' : score.toFixed(3);
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}

function onItems(state: StrategyState, version: string, ids: readonly string[]): string {
  const missing = missingOn(state, version, ids);
  const silent = missing === 0 ? '' : `; ${missing} without an answer`;
  return `${version} on ${count(ids.length, 'item')}: ${points(meanOn(state, version, ids))}${silent}`;
}

function proposed(before: StrategyState, after: StrategyState, event: StrategyEvent): string {
  if (event.kind === 'proposal-failed') return `No candidate: ${event.reason}`;
  const made = Object.keys(after.versions).filter((id) => before.versions[id] === undefined);
  const refused = after.refusals.slice(before.refusals.length).flatMap(({ refusals }) => refusals);
  const words = made.map((id) => `${id} (${after.versions[id]?.actionProposed ?? 'edit'})`);
  const why = refused.map(({ message }) => message).join(' ');
  const kept = words.length === 0 ? 'No candidate' : `Candidates ${words.join(', ')}`;
  return refused.length === 0 ? `${kept}.` : `${kept}; ${refused.length} refused: ${why}`;
}

function blockOf(state: StrategyState, { items }: Decision): number {
  return Math.ceil(items / state.settings.race.block);
}

function decided(state: StrategyState, decision: Decision): { what: string; milestone: string | null } {
  const { candidate, better, threshold, items, verdict, against } = decision;
  const saved = state.parts.select.length - items;
  const p = `P(better than ${against}) ${better.toFixed(2)}`;
  switch (verdict) {
    case 'drop': {
      const what = `${candidate} dropped at block ${blockOf(state, decision)}: ${p}, below ${threshold.toFixed(2)}; ${count(saved, 'call')} saved`;
      return { what, milestone: `Candidate dropped: ${what}` };
    }
    case 'accept': {
      const what = `${candidate} kept after ${count(items, 'item')}: ${p}, above ${threshold.toFixed(3)}`;
      return { what, milestone: `Candidate kept: ${what}` };
    }
    case 'keep':
      return { what: `${candidate} went the full distance and is not proved better: ${p}`, milestone: null };
    case 'no-budget':
      return { what: `${candidate} left the race: the budget does not pay for its next block`, milestone: null };
    default:
      return { what: `${candidate} races on after ${count(items, 'item')}: ${p}`, milestone: null };
  }
}

function compared(before: StrategyState, after: StrategyState): string {
  const candidate = before.race?.racing[0] ?? '';
  const kept = after.incumbent === candidate ? 'it takes its place' : 'it stays';
  const fair = unshown(after, [candidate, before.incumbent], after.batch);
  const left = after.batch.length - fair.length;
  const shown =
    left === 0 ? '' : `; ${count(left, 'item')} left out, shown as ${left === 1 ? 'an example' : 'examples'}`;
  return `${onItems(after, candidate, fair)}; ${onItems(after, before.incumbent, fair)}${shown}: ${kept}`;
}

const phaseNames: Record<StrategyState['phase'], string> = {
  observe: 'infer and evaluate',
  propose: 'propose',
  race: 'infer again and race',
  compare: 'infer again and compare',
  confirm: 'confirm',
  shrink: 'shorten',
  test: 'test',
  done: 'done',
};

export function phaseName(state: StrategyState): string {
  return phaseNames[state.phase];
}

function scoreOfRound(before: StrategyState, after: StrategyState): IterationScore | null {
  const searching = (phase: StrategyState['phase']): boolean => phase === 'race' || phase === 'compare';
  const over = searching(before.phase) && (!searching(after.phase) || after.round !== before.round);
  if (!over) return null;
  return {
    round: before.round,
    train: meanOn(after, before.parent, before.batch),
    validation: meanOn(after, after.incumbent, trainingItems(after)),
  };
}

export function tell(before: StrategyState, after: StrategyState, event: StrategyEvent): Told {
  const steps: Step[] = [];
  const milestones: string[] = [];
  const say = (step: string, what: string): void => {
    steps.push({ round: before.round, step, what, calls: spent(after) });
  };
  const moved = before.phase !== after.phase || before.round !== after.round;
  if (before.phase === 'observe' && moved) say('infer and evaluate', onItems(after, before.parent, before.batch));
  if (before.phase === 'propose' && event.kind !== 'stop' && event.kind !== 'answered') {
    say('propose', proposed(before, after, event));
  }
  for (const decision of after.decisions.slice(before.decisions.length)) {
    const { what, milestone } = decided(after, decision);
    say(phaseNames[decision.phase], what);
    if (milestone !== null) milestones.push(milestone);
  }
  if (before.phase === 'compare' && moved && before.race !== null) {
    const what = compared(before, after);
    say('compare', what);
    const candidate = before.race.racing[0] ?? '';
    milestones.push(`${after.incumbent === candidate ? 'Candidate kept' : 'Candidate dropped'}: ${what}`);
  }
  if (before.phase === 'confirm' && moved) {
    say(
      'confirm',
      after.winner === 'v0'
        ? 'No finalist is surely better than the seed'
        : `${after.winner} is the best of the finalists`,
    );
  }
  if (before.phase === 'shrink' && before.winner !== after.winner) {
    say('shorten', `${after.winner} does as well as ${before.winner} with fewer tokens`);
  }
  if (after.phase === 'done' && before.phase !== 'done') say('done', after.finish?.detail ?? '');
  return { steps, milestones, score: scoreOfRound(before, after) };
}
