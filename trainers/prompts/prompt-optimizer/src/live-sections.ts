import { type Decision, type StrategyState, spent, unshown } from '@trainyard/prompts/strategies';
import type { SectionIn } from '@trainyard/sdk';
import { earlyDrops } from './early-drops.ts';
import { actionWords } from './lineage-section.ts';
import type { NameOf } from './names.ts';
import type { Step } from './saved.ts';
import { meanOn, scoredItems } from './scores.ts';
import { listed, stepsAhead } from './story.ts';

/** What goes on, for the page of the run: replaced after every handful of answers. */
const mostSteps = 200;

function openCalls(state: StrategyState): { version: string; open: number }[] {
  return Object.entries(state.cells).flatMap(([version, row]) => {
    const open = Object.values(row).filter((result) => result === null).length;
    return open === 0 ? [] : [{ version, open }];
  });
}

function currentDetail(state: StrategyState, nameOf: NameOf): string {
  const open = openCalls(state);
  if (open.length === 0) return '';
  const calls = open.reduce((sum, one) => sum + one.open, 0);
  return `${listed(open.map(({ version }) => nameOf(version)))}: ${calls} ${calls === 1 ? 'answer' : 'answers'} to come`;
}

export function stepsSection(state: StrategyState, steps: readonly Step[], nameOf: NameOf): SectionIn {
  const ahead = stepsAhead(state);
  const round = String(state.round);
  const shown = steps.slice(-mostSteps);
  const left = steps.length - shown.length;
  return {
    type: 'steps',
    title: 'Steps',
    live: true,
    notes: left > 0 ? [`The first ${left} steps are left out.`] : [],
    data: {
      group: 'Iteration',
      unit: 'calls',
      steps: [
        ...shown.map(({ round: of, step, what, calls }) => ({
          group: String(of),
          name: step,
          detail: what,
          status: 'done' as const,
          used: calls,
        })),
        ...ahead.map((name, i) => ({
          group: round,
          name,
          detail: i === 0 ? currentDetail(state, nameOf) : '',
          status: i === 0 ? ('current' as const) : ('ahead' as const),
          used: i === 0 ? spent(state) : null,
        })),
      ],
    },
  };
}

type Entrant = Extract<SectionIn, { type: 'race' }>['data']['entrants'][number];

const statusOf: Record<Decision['verdict'], Entrant['status']> = {
  'race-on': 'racing',
  drop: 'dropped',
  behind: 'dropped',
  'no-gain': 'dropped',
  accept: 'kept',
  keep: 'unproved',
  'no-budget': 'out',
};

function answeredOf(state: StrategyState, version: string, ids: readonly string[]): number {
  const row = state.cells[version] ?? {};
  return ids.filter((id) => row[id] !== undefined && row[id] !== null).length;
}

function bounded(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** The race under way, or the last one. */
function raced(state: StrategyState): { ids: string[]; against: string; decisions: Decision[] } | null {
  const last = state.decisions.at(-1);
  const { race } = state;
  if (race === null && last === undefined) return null;
  const against = race?.against ?? state.decisions.findLast(({ verdict }) => verdict !== 'behind')?.against ?? '';
  const searching = state.phase === 'race' || state.phase === 'shrink';
  const [round, phase] = race !== null && searching ? [state.round, state.phase] : [last?.round, last?.phase];
  const decisions = state.decisions.filter(
    (one) => one.round === round && one.phase === phase && (one.against === against || one.verdict === 'behind'),
  );
  const ids = [...new Set([...decisions.map(({ candidate }) => candidate), ...(race?.racing ?? [])])];
  return { ids, against, decisions };
}

function entrant(
  state: StrategyState,
  id: string,
  { against, decisions, nameOf }: { against: string; decisions: readonly Decision[]; nameOf: NameOf },
): Entrant {
  const { select } = state.parts;
  const { block } = state.settings.race;
  const version = state.versions[id];
  const looks = decisions.filter(({ candidate }) => candidate === id);
  const decision = looks.at(-1);
  const looked = looks.findLast(({ verdict }) => verdict !== 'no-budget');
  const racing = state.race?.racing.includes(id) === true;
  const status = racing || decision === undefined ? 'racing' : statusOf[decision.verdict];
  const blocks = Math.max(1, Math.ceil(select.length / block));
  const answered = answeredOf(state, id, select);
  const saved = status === 'dropped' ? select.length - (decision?.items ?? 0) : 0;
  return {
    name: nameOf(id),
    detail: version === undefined ? '' : `${actionWords(version)}: ${version.hypothesis}`,
    status,
    done: answered >= select.length ? blocks : Math.floor(answered / block),
    of: blocks,
    chance: looked === undefined ? null : bounded(looked.better),
    // Who was never better has not fallen below a bar.
    bar: looked === undefined || looked.verdict === 'no-gain' ? null : bounded(looked.threshold),
    score: meanOn(state, id, unshown(state, [id, against], select)),
    saved: saved > 0 ? `${saved} ${saved === 1 ? 'call' : 'calls'}` : '',
  };
}

/** Of the five steps one candidate goes the whole way, and nobody looks before the end. */
function onlyEntrant(state: StrategyState, nameOf: NameOf): SectionIn | null {
  const last = Object.values(state.versions)
    .filter(({ origin }) => origin !== 'seed')
    .at(-1);
  if (last === undefined) return null;
  const racing = state.race?.racing.includes(last.id) === true;
  const done = answeredOf(state, last.id, state.batch);
  const kept = state.incumbent === last.id;
  return {
    type: 'race',
    title: 'The candidate of this iteration',
    live: true,
    data: {
      against: nameOf(state.race?.against ?? last.parents[0] ?? ''),
      unit: 'items',
      entrants: [
        {
          name: nameOf(last.id),
          detail: `${actionWords(last)}: ${last.hypothesis}`,
          status: racing ? 'racing' : kept ? 'kept' : 'dropped',
          done,
          of: Math.max(1, state.batch.length),
          score: meanOn(state, last.id, scoredItems(state, last.id)),
        },
      ],
    },
  };
}

/** Of those that left early: where their figures are of another comparison, or not what they left for. */
function whyLeft(decisions: readonly Decision[], against: string, nameOf: NameOf): string[] {
  const by = (verdict: Decision['verdict']): Decision[] => decisions.filter((one) => one.verdict === verdict);
  const names = (some: readonly Decision[]): string => listed(some.map(({ candidate }) => nameOf(candidate)));
  const [behind, never] = [by('behind'), by('no-gain')];
  const leaders = listed([...new Set(behind.map((one) => nameOf(one.against)))]);
  const told: string[] = [];
  if (behind.length > 0)
    told.push(`${names(behind)} fell behind ${leaders}: their P(better) is about ${leaders}, not ${against}.`);
  if (never.length > 0)
    told.push(`${names(never)} left for never being better than ${against} on an item, whatever P(better).`);
  return told;
}

export function raceSection(state: StrategyState, nameOf: NameOf): SectionIn | null {
  if (state.strategy === 'five-step') return onlyEntrant(state, nameOf);
  const found = raced(state);
  if (found === null || found.ids.length === 0) return null;
  const { ids, against, decisions } = found;
  const { count, saved } = earlyDrops(state);
  const score = meanOn(state, against, scoredItems(state, against));
  return {
    type: 'race',
    title: 'Candidates that race',
    live: true,
    notes: [
      `They race against ${nameOf(against)}${score === null ? '' : `, which scores ${score.toFixed(3)}`}, in blocks of ${state.settings.race.block} items. In all rounds ${count} were dropped early, which saved ${saved} calls.`,
      ...whyLeft(decisions, nameOf(against), nameOf),
    ],
    data: {
      against: nameOf(against),
      unit: 'blocks',
      entrants: ids.map((id) => entrant(state, id, { against, decisions, nameOf })),
    },
  };
}

export interface Spending {
  /** Of the budget of the configuration, the preflight and prices of other calls included. */
  calls: number;
  limit: number;
  preflightCalls: number;
  /** The budget in calls that the money pays for, where that is less than `limit`. */
  planned: number | null;
  /** US dollars; null: unknown. */
  cost: number | null;
  /** 0: none. */
  limitUsd: number;
}

export function budgetSection(state: StrategyState, spending: Spending): SectionIn {
  const { calls, limit, preflightCalls, planned, cost, limitUsd } = spending;
  const { maxRounds, patience } = state.settings;
  const aside = 2 * state.parts.test.length;
  return {
    type: 'meters',
    title: 'Budget',
    live: true,
    data: {
      meters: [
        {
          label: 'Calls',
          used: calls,
          limit,
          unit: 'calls',
          note: [
            ...(preflightCalls > 0 ? [`${preflightCalls} for the preflight`] : []),
            ...(planned === null ? [] : [`the money left pays for ${planned}`]),
            ...(state.phase === 'test' || state.phase === 'done' ? [] : [`${aside} set aside for the test`]),
          ].join(', '),
        },
        cost === null
          ? {
              label: 'Cost of this run',
              used: 'NaN' as const,
              unit: 'USD',
              note: 'The price of the model is not in the table.',
            }
          : { label: 'Cost of this run', used: cost, limit: limitUsd > 0 ? limitUsd : null, unit: 'USD' },
        { label: 'Iterations', used: Math.min(state.round, maxRounds), limit: maxRounds },
        {
          label: 'Without a better prompt',
          used: Math.min(state.idleRounds, patience),
          limit: patience,
          note: 'as many iterations in a row end the search',
        },
      ],
    },
  };
}
