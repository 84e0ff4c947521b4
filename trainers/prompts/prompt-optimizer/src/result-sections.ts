import { deliveredOf, type StrategyState, type Version } from '@trainyard/prompts/strategies';
import type { SectionIn } from '@trainyard/sdk';
import { namesIn } from './names.ts';
import type { Saved } from './saved.ts';
import { metricMeans } from './scores.ts';
import { percents, verdictOf } from './verdict.ts';

export interface ResultFacts {
  /** US dollars; null: unknown. */
  cost: number | null;
  /** Of the budget, before the search and in all; with the prices of what else was asked. */
  preflightCalls: number;
  calls: number;
  /** What goes to the model with each item, on average over the items. */
  tokensPerCall: (version: Version) => number;
  library: Saved['library'];
  /** Of the data set; the budget may have paid for fewer. */
  testItems: number;
  /** Of the prompt in the library. */
  promptName: string;
  /** Calls of the configuration. */
  budget: number;
}

type Verdict = Extract<SectionIn, { type: 'verdict' }>['data'];

function outcomeOf(state: StrategyState): Verdict['outcome'] {
  const result = state.finish?.result ?? null;
  if (result === null || result.n === 0 || state.winner === 'v0') return state.winner === 'v0' ? 'unproved' : 'unknown';
  const known = { improved: 'better', worse: 'worse', 'no-reliable-difference': 'unproved' } as const;
  return known[result.verdict];
}

/** Each metric on the test items of both; nothing where there is one alone, which is the score. */
function metricRows(state: StrategyState): Verdict['rows'] {
  const seed = metricMeans(state, 'v0', state.parts.test);
  const winner = metricMeans(state, state.winner, state.parts.test);
  const names = Object.keys({ ...seed, ...winner });
  return names.map((name) => ({
    label: name.replaceAll('_', ' '),
    before: seed[name] ?? null,
    after: state.winner === 'v0' ? null : (winner[name] ?? null),
    better: 'higher' as const,
  }));
}

/** The result in one sentence with the figures of seed and winner, and what is handed over. */
export function verdictSection(state: StrategyState, facts: ResultFacts): SectionIn {
  const { cost, calls, tokensPerCall, library, testItems, promptName, budget } = facts;
  const nameOf = namesIn(library);
  const result = state.finish?.result ?? null;
  const delivered = deliveredOf(state);
  const [seed, winner] = [state.versions.v0, state.versions[state.winner]];
  const changed = state.winner !== 'v0';
  const use = library[delivered];
  const tested = result !== null && result.n > 0;
  return {
    type: 'verdict',
    title: 'Verdict',
    notes: [
      ...(result !== null && result.of < testItems
        ? [`The budget paid for ${result.of} of the ${testItems} test items.`]
        : []),
      ...(delivered === state.winner
        ? []
        : [`prompt.json holds the seed; ${nameOf(state.winner)} stays in the lineage.`]),
    ],
    data: {
      outcome: outcomeOf(state),
      sentence: verdictOf(state, nameOf).words.slice(0, 1000),
      before: `${nameOf('v0')}, the seed`,
      after: changed ? `${nameOf(state.winner)}, the winner` : 'no winner',
      rows: [
        ...(tested
          ? [
              {
                label: 'Score on test',
                before: result.seed,
                after: changed ? result.winner : null,
                difference: changed ? { value: result.difference, low: result.low, high: result.high } : null,
                better: 'higher' as const,
              },
              ...metricRows(state),
            ]
          : []),
        {
          label: 'Tokens a call, about',
          before: seed === undefined ? null : Math.round(tokensPerCall(seed)),
          after: winner === undefined || !changed ? null : Math.round(tokensPerCall(winner)),
          better: 'lower' as const,
        },
      ],
      facts: [
        { label: 'Handed over', value: delivered === 'v0' ? `${nameOf('v0')}, the seed` : nameOf(delivered) },
        { label: 'Calls of the budget', value: `${calls} of ${budget}` },
        {
          label: 'Cost of this run',
          value: cost === null ? 'unknown: no price' : `${Number(cost.toPrecision(4))} USD`,
        },
        ...(tested && changed
          ? [{ label: 'Interval', value: `${percents(result.confidence)}, paired bootstrap over test items` }]
          : []),
        { label: 'Why it ended', value: state.finish?.detail ?? '' },
      ],
      ...(use === undefined ? {} : { prompt: { name: promptName, version: use } }),
    },
  };
}

/** The figures one by one: history, comparison and reports take theirs from here. */
export function resultSection(state: StrategyState, facts: ResultFacts): SectionIn {
  const { cost, calls, preflightCalls, tokensPerCall, library, testItems } = facts;
  const nameOf = namesIn(library);
  const { words } = verdictOf(state, nameOf);
  const result = state.finish?.result ?? null;
  const delivered = deliveredOf(state);
  const [seed, winner] = [state.versions.v0, state.versions[state.winner]];
  const row = (name: string, value: number, more: object = {}) => ({ name, value, ...more });
  // The first figure that is better one way is what a run is known by: without a test that is none, least of all its tokens.
  const fewer = { better: result === null || result.n === 0 ? 'none' : 'lower' };
  const metrics = metricMeans(state, state.winner, state.parts.test);
  return {
    type: 'metric-table',
    title: 'Result',
    data: {
      rows: [
        ...(result === null || result.n === 0
          ? []
          : [
              row('test/winner', result.winner, {
                label: 'Score of the winner on test',
                better: 'higher',
                low: result.scores.winner[0],
                high: result.scores.winner[1],
              }),
              row('test/seed', result.seed, {
                label: 'Score of the seed on test',
                low: result.scores.seed[0],
                high: result.scores.seed[1],
                better: 'higher',
              }),
              row('test/gain', result.difference, {
                label: 'Gain',
                low: result.low,
                high: result.high,
                better: 'higher',
                note: `${percents(result.confidence)} interval, paired bootstrap`,
              }),
              ...Object.entries(metrics).map(([name, value]) =>
                row(`test/${name}`, value, {
                  label: `${name.replaceAll('_', ' ')} of the winner on test`,
                  better: 'higher',
                }),
              ),
            ]),
        ...(seed === undefined
          ? []
          : [row('tokens/seed', tokensPerCall(seed), { label: 'Tokens a call, seed, about', ...fewer })]),
        ...(winner === undefined || state.winner === 'v0'
          ? []
          : [
              row('tokens/winner', tokensPerCall(winner), {
                label: 'Tokens a call, winner, about',
                ...fewer,
              }),
            ]),
        row('calls', calls, { label: 'Calls of the budget', ...fewer }),
        ...(cost === null ? [] : [row('cost', cost, { label: 'Cost of this run', unit: 'USD', ...fewer })]),
      ],
    },
    notes: [
      words,
      ...(state.finish === null ? [] : [`Why it ended: ${state.finish.detail}`]),
      ...(result !== null && result.items < result.of
        ? [`${result.items} of ${result.of} test items were answered.`]
        : []),
      ...(result !== null && result.of < testItems
        ? [`The budget paid for ${result.of} of the ${testItems} test items.`]
        : []),
      ...(preflightCalls > 0 ? [`The preflight took ${preflightCalls} calls of the budget.`] : []),
      ...(delivered !== state.winner
        ? [
            `prompt.json holds the seed, not ${nameOf(state.winner)}: it is not proved better, and stays in the lineage.`,
          ]
        : []),
      ...(library[delivered] === undefined || delivered === 'v0'
        ? []
        : [`The winner is version ${library[delivered]} of the prompt; it is not used until you say so.`]),
    ],
  };
}
