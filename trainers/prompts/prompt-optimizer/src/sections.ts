import {
  type Decision,
  deliveredOf,
  type StrategyState,
  spent,
  unshown,
  type Version,
} from '@trainyard/prompts/strategies';
import type { SectionIn } from '@trainyard/sdk';
import type { IterationScore, Saved, Step } from './saved.ts';
import { answeredOn, meanOn, trainingItems } from './scores.ts';
import { percents, verdictOf } from './verdict.ts';

export function stepsSection(steps: readonly Step[]): SectionIn {
  return {
    type: 'table',
    title: 'Steps',
    data: {
      columns: ['Iteration', 'Step', 'What came of it', 'Calls so far'],
      rows: steps.map(({ round, step, what, calls }) => [round, step, what, calls]),
    },
  };
}

function lastDecision(state: StrategyState, id: string): Decision | null {
  return state.decisions.findLast(({ candidate }) => candidate === id) ?? null;
}

const verdicts: Record<Decision['verdict'], string> = {
  'race-on': 'racing',
  drop: 'dropped',
  accept: 'kept',
  keep: 'not proved better',
  'no-budget': 'no budget left',
};

function candidateRow(state: StrategyState, version: Version, library: Saved['library']) {
  const decision = lastDecision(state, version.id);
  const items = scoredItems(state, version.id);
  const saved = decision?.verdict === 'drop' ? state.parts.select.length - decision.items : null;
  return [
    version.id,
    library[version.id] ?? null,
    version.parents[0] ?? '',
    version.origin,
    version.actionDetected ?? version.actionProposed ?? '',
    version.tokens,
    answeredOn(state, version.id, items),
    meanOn(state, version.id, items),
    decision?.better ?? null,
    decision === null ? (state.incumbent === version.id ? 'incumbent' : '') : verdicts[decision.verdict],
    saved,
    version.hypothesis,
  ];
}

export function candidatesSection(state: StrategyState, library: Saved['library']): SectionIn {
  return {
    type: 'table',
    title: 'Candidates',
    data: {
      columns: [
        'Candidate',
        'Version',
        'From',
        'Origin',
        'Edit',
        'Tokens',
        'Items',
        'Score',
        'P(better)',
        'Verdict',
        'Calls saved',
        'Why',
      ],
      rows: Object.values(state.versions).map((version) => candidateRow(state, version, library)),
    },
    notes: [
      'Score: mean on the items of the training part that were answered. P(better): than the prompt that it raced against.',
      `${Object.values(state.versions).filter(({ id }) => lastDecision(state, id)?.verdict === 'drop').length} dropped early; ${savedCalls(state)} calls saved.`,
    ],
  };
}

/** Calls that full passes of what was dropped would have cost. */
function savedCalls(state: StrategyState): number {
  const drops = state.decisions.filter(({ verdict }) => verdict === 'drop');
  return drops.reduce((sum, { items }) => sum + state.parts.select.length - items, 0);
}

export function curvesSection(scores: readonly IterationScore[]): SectionIn {
  const line = (name: string, of: (one: IterationScore) => number | null) => {
    const known = scores.flatMap((one) => (of(one) === null ? [] : [{ x: one.round, y: of(one) ?? 0 }]));
    return { name, x: known.map(({ x }) => x), y: known.map(({ y }) => y) };
  };
  return {
    type: 'curves',
    title: 'Score per iteration',
    data: {
      x: { label: 'Iteration' },
      y: { label: 'Score' },
      lines: [
        line('train (what was observed)', ({ train }) => train),
        line('validation (best so far)', ({ validation }) => validation),
      ],
    },
  };
}

/** Versions and the items on which they may be scored: an example proves nothing on the item that it shows. */
function scoredItems(state: StrategyState, id: string): string[] {
  return unshown(state, [id], trainingItems(state));
}

/** From the seed to a version. */
function lineOf(state: StrategyState, id: string): Version[] {
  const line: Version[] = [];
  for (let at = state.versions[id]; at !== undefined; at = state.versions[at.parents[0] ?? '']) line.unshift(at);
  return line;
}

/** At the end it is what the run hands over: a winner that is not proved is not. */
function bestSoFar(state: StrategyState): string {
  if (state.phase === 'done' && state.finish?.result !== null) return deliveredOf(state);
  const chosen = state.phase === 'shrink' || state.phase === 'test' || state.phase === 'done';
  return chosen ? state.winner : state.incumbent;
}

export function evolutionSections(state: StrategyState, library: Saved['library']): SectionIn[] {
  const line = lineOf(state, bestSoFar(state));
  const best = line.at(-1);
  return [
    {
      type: 'table',
      title: 'Evolution of the prompt',
      data: {
        columns: ['Candidate', 'Version', 'Edit', 'System part', 'Output part', 'Examples'],
        rows: line.map(({ id, actionDetected, prompt }) => [
          id,
          library[id] ?? null,
          actionDetected ?? 'seed',
          prompt.system,
          prompt.output,
          prompt.examples.length,
        ]),
      },
    },
    ...(best === undefined
      ? []
      : [
          {
            type: 'prompt' as const,
            title: 'Best prompt so far',
            data: { system: best.prompt.system, output: best.prompt.output },
            notes: [
              best.id === 'v0'
                ? 'It is the seed.'
                : `${best.id}, ${best.prompt.examples.length} examples, about ${best.tokens} tokens.`,
            ],
          },
        ]),
  ];
}

interface Flips {
  fixed: string[];
  broke: string[];
  compared: number;
}

/** Items of the test part are told by their number only, never by their id, until the run is closed. */
function flipsOf(state: StrategyState, version: Version): Flips {
  const parent = state.cells[version.parents[0] ?? ''] ?? {};
  const own = state.cells[version.id] ?? {};
  const flips: Flips = { fixed: [], broke: [], compared: 0 };
  for (const [id, result] of Object.entries(own)) {
    const before = parent[id];
    if (
      result === null ||
      result.status === 'missing' ||
      before === undefined ||
      before === null ||
      before.status === 'missing'
    )
      continue;
    flips.compared += 1;
    if (before.status === 'failed' && result.status === 'ok') flips.fixed.push(id);
    if (before.status === 'ok' && result.status === 'failed') flips.broke.push(id);
  }
  return flips;
}

const mostIds = 12;

function shortList(ids: readonly string[]): string {
  const shown = [...ids].sort().slice(0, mostIds).join(', ');
  return ids.length > mostIds ? `${shown} and ${ids.length - mostIds} more` : shown;
}

export function lineageSections(state: StrategyState): SectionIn[] {
  const tried = Object.values(state.versions).filter(({ id }) => id !== 'v0');
  const versions = Object.values(state.versions).map((version) => {
    const { id, parents, origin, hypothesis, actionDetected, tokens, prompt } = version;
    const { fixed, broke } = flipsOf(state, version);
    return {
      id,
      ...(parents[0] === undefined ? {} : { parent: parents[0] }),
      title: id === 'v0' ? 'seed' : `${actionDetected ?? 'edit'}: ${hypothesis}`,
      system: prompt.system,
      output: prompt.output,
      origin,
      tokens,
      fixed: fixed.length,
      broke: broke.length,
    };
  });
  return [
    { type: 'prompt-lineage', title: 'Lineage', data: { versions } },
    {
      type: 'table',
      title: 'What each edit fixed and broke',
      data: {
        columns: ['Candidate', 'From', 'Edit', 'Items compared', 'Fixed', 'Broke', 'Items fixed', 'Items broken'],
        rows: tried.map((version) => {
          const { fixed, broke, compared } = flipsOf(state, version);
          const edit = version.actionDetected ?? '';
          return [
            version.id,
            version.parents[0] ?? '',
            edit,
            compared,
            fixed.length,
            broke.length,
            shortList(fixed),
            shortList(broke),
          ];
        }),
      },
    },
  ];
}

export interface ResultFacts {
  /** US dollars; null: unknown. */
  cost: number | null;
  /** Of the budget, before the search. */
  preflightCalls: number;
  /** What goes to the model with each item, on average over the items. */
  tokensPerCall: (version: Version) => number;
  library: Saved['library'];
  /** Of the data set; the budget may have paid for fewer. */
  testItems: number;
}

export function resultSection(
  state: StrategyState,
  { cost, preflightCalls, tokensPerCall, library, testItems }: ResultFacts,
): SectionIn {
  const { words } = verdictOf(state);
  const result = state.finish?.result ?? null;
  const delivered = deliveredOf(state);
  const [seed, winner] = [state.versions.v0, state.versions[state.winner]];
  const row = (name: string, value: number, more: object = {}) => ({ name, value, ...more });
  const version = library[state.winner];
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
                note: `${result.items} of ${result.of} answered`,
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
            ]),
        ...(seed === undefined
          ? []
          : [
              row('tokens/seed', tokensPerCall(seed), { label: 'Tokens a call, seed', better: 'lower', note: 'about' }),
            ]),
        ...(winner === undefined || state.winner === 'v0'
          ? []
          : [
              row('tokens/winner', tokensPerCall(winner), {
                label: 'Tokens a call, winner',
                better: 'lower',
                note: 'about',
              }),
            ]),
        row('calls', spent(state) + preflightCalls, { label: 'Calls of the budget', better: 'lower' }),
        ...(cost === null ? [] : [row('cost', cost, { label: 'Cost', unit: 'USD', better: 'lower' })]),
      ],
    },
    notes: [
      words,
      ...(state.finish === null ? [] : [`Why it ended: ${state.finish.detail}`]),
      ...(result !== null && result.of < testItems
        ? [`The budget paid for ${result.of} of the ${testItems} test items.`]
        : []),
      ...(preflightCalls > 0 ? [`The preflight took ${preflightCalls} calls of the budget.`] : []),
      ...(delivered !== state.winner
        ? [
            `prompt.json holds the seed, not ${state.winner}: it is not proved better, and stays ${version === undefined ? 'in the lineage' : `version ${version} of the prompt`}.`,
          ]
        : []),
      ...(version === undefined || delivered === 'v0'
        ? []
        : [`The winner is version ${version} of the prompt; it is not used until you say so.`]),
    ],
  };
}
