import { type Decision, type StrategyEvent, type StrategyState, spent, unshown } from '@trainyard/prompts/strategies';
import type { NameOf } from './names.ts';
import type { IterationScore, Step } from './saved.ts';
import { meanOn, metricMeans, missingOn, trainingItems } from './scores.ts';

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

export function sentence(words: string): string {
  return words.endsWith('.') ? words : `${words}.`;
}

export function listed(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}

interface Teller {
  state: StrategyState;
  nameOf: NameOf;
}

function onItems({ state, nameOf }: Teller, version: string, ids: readonly string[]): string {
  const missing = missingOn(state, version, ids);
  const silent = missing === 0 ? '' : `; ${missing} without an answer`;
  return `${nameOf(version)} on ${count(ids.length, 'item')}: ${points(meanOn(state, version, ids))}${silent}`;
}

function proposed(before: StrategyState, { state: after, nameOf }: Teller, event: StrategyEvent): string {
  if (event.kind === 'proposal-failed') return `No candidate: ${event.reason}`;
  const made = Object.keys(after.versions).filter((id) => before.versions[id] === undefined);
  const refused = after.refusals.slice(before.refusals.length).flatMap(({ refusals }) => refusals);
  const words = made.map(
    (id) => `${nameOf(id)} (${(after.versions[id]?.actionProposed ?? 'edit').replaceAll('_', ' ')})`,
  );
  const why = refused.map(({ message }) => message).join(' ');
  const kept = words.length === 0 ? 'No candidate' : `Candidates ${words.join(', ')}`;
  return refused.length === 0 ? `${kept}.` : `${kept}; ${refused.length} refused: ${why}`;
}

function blockOf(state: StrategyState, { items }: Decision): number {
  return Math.ceil(items / state.settings.race.block);
}

function decided({ state, nameOf }: Teller, decision: Decision): { what: string; milestone: string | null } {
  const candidate = nameOf(decision.candidate);
  const { better, threshold, items, verdict, against } = decision;
  const saved = state.parts.select.length - items;
  const p = `P(better than ${nameOf(against)}) ${better.toFixed(2)}`;
  switch (verdict) {
    case 'drop':
    case 'behind': {
      const what = `${candidate} dropped at block ${blockOf(state, decision)}: ${p}, below ${threshold.toFixed(2)}; ${count(saved, 'call')} saved`;
      return { what, milestone: `Candidate dropped: ${what}` };
    }
    case 'no-gain': {
      const what = `${candidate} dropped at block ${blockOf(state, decision)}: on ${count(items, 'item')} never better than ${nameOf(against)}; ${count(saved, 'call')} saved`;
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

function compared(before: StrategyState, teller: Teller): string {
  const after = teller.state;
  const candidate = before.race?.racing[0] ?? '';
  const kept = after.incumbent === candidate ? 'it takes its place' : 'it stays';
  const fair = unshown(after, [candidate, before.incumbent], after.batch);
  const left = after.batch.length - fair.length;
  const shown =
    left === 0 ? '' : `; ${count(left, 'item')} left out, shown as ${left === 1 ? 'an example' : 'examples'}`;
  return `${onItems(teller, candidate, fair)}; ${onItems(teller, before.incumbent, fair)}${shown}: ${kept}`;
}

const phaseNames: Record<StrategyState['phase'], string> = {
  observe: 'infer',
  propose: 'propose',
  race: 'infer again',
  compare: 'infer again',
  confirm: 'confirm',
  shrink: 'shorten',
  test: 'test',
  done: 'done',
};

const roundSteps = ['infer', 'evaluate', 'propose', 'infer again', 'compare'];

/** The step that is under way, and those of the same iteration after it. */
export function stepsAhead({ phase }: StrategyState): string[] {
  if (phase === 'done') return [];
  const now = phaseNames[phase];
  const at = roundSteps.indexOf(now);
  return at === -1 ? [now] : roundSteps.slice(at);
}

/** What is wrong with answers, the commonest first. */
function failuresOn(state: StrategyState, version: string, ids: readonly string[]): string {
  const tags = ids.flatMap((id) => {
    const result = state.cells[version]?.[id];
    return result === undefined || result === null || result.status !== 'failed' ? [] : [result.tag ?? 'not right'];
  });
  if (tags.length === 0) return 'none failed';
  const counts = [...Map.groupBy(tags, (tag) => tag)].map(([tag, all]) => ({ tag, n: all.length }));
  const most = counts.sort((a, b) => b.n - a.n).slice(0, 3);
  return `${tags.length} failed: ${most.map(({ tag, n }) => `${tag.replaceAll('-', ' ')} ${n}`).join(', ')}`;
}

/** Of one round of answers to new prompts. */
function inferred({ state, nameOf }: Teller, versions: readonly string[], items: number): string {
  const { length } = state.parts.select;
  const of = state.strategy === 'racing' && items < length ? ` of ${length}` : '';
  return `${listed(versions.map(nameOf))} on ${items}${of} items`;
}

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
    metrics: metricMeans(after, after.incumbent, trainingItems(after)),
  };
}

export function tell(before: StrategyState, after: StrategyState, event: StrategyEvent, nameOf: NameOf): Told {
  const teller = { state: after, nameOf };
  const steps: Step[] = [];
  const milestones: string[] = [];
  const say = (step: string, what: string): void => {
    steps.push({ round: before.round, step, what, calls: spent(after) });
  };
  const moved = before.phase !== after.phase || before.round !== after.round;
  if (before.phase === 'observe' && moved) {
    say('infer', `${nameOf(before.parent)} on ${count(before.batch.length, 'item')}`);
    const found = failuresOn(after, before.parent, before.batch);
    say('evaluate', `${onItems(teller, before.parent, before.batch)}; ${found}`);
  }
  if (before.phase === 'propose' && (event.kind === 'proposed' || event.kind === 'proposal-failed')) {
    say('propose', proposed(before, teller, event));
  }
  if (before.settings.budget > after.settings.budget) {
    const left = count(Math.max(0, Math.floor(after.settings.budget - spent(after))), 'more call');
    const what = `The money left pays for about ${left}: the search ends earlier so that the test can be made`;
    say('plan', what);
    milestones.push(`${what}.`);
  }
  const decisions = after.decisions.slice(before.decisions.length);
  const [first] = decisions;
  if (first !== undefined && first.phase === 'race') {
    say('infer again', inferred(teller, [...new Set(decisions.map(({ candidate }) => candidate))], first.items));
  }
  for (const decision of decisions) {
    const { what, milestone } = decided(teller, decision);
    say(decision.phase === 'race' ? 'compare' : phaseNames[decision.phase], what);
    if (milestone !== null) milestones.push(milestone);
  }
  if (before.phase === 'compare' && moved && before.race !== null) {
    const what = compared(before, teller);
    const candidate = before.race.racing[0] ?? '';
    say('infer again', inferred(teller, [candidate], before.batch.length));
    say('compare', what);
    milestones.push(`${after.incumbent === candidate ? 'Candidate kept' : 'Candidate dropped'}: ${what}`);
  }
  if (before.phase === 'confirm' && moved) {
    say(
      'confirm',
      after.winner === 'v0'
        ? 'No finalist is surely better than the seed'
        : `${nameOf(after.winner)} is the best of the finalists`,
    );
  }
  if (before.phase === 'shrink' && before.winner !== after.winner) {
    say('shorten', `${nameOf(after.winner)} does as well as ${nameOf(before.winner)} with fewer tokens`);
  }
  if (after.phase === 'done' && before.phase !== 'done') say('done', after.finish?.detail ?? '');
  return { steps, milestones, score: scoreOfRound(before, after) };
}
