import { type Decision, deliveredOf, type StrategyState, type Version } from '@trainyard/prompts/strategies';
import type { SectionIn } from '@trainyard/sdk';
import { earlyDrops, isEarlyDrop } from './early-drops.ts';
import { actionWords } from './lineage-section.ts';
import type { NameOf } from './names.ts';
import type { IterationScore } from './saved.ts';
import { answeredOn, meanOn, scoredItems } from './scores.ts';

function lastDecision(state: StrategyState, id: string): Decision | null {
  return state.decisions.findLast(({ candidate }) => candidate === id) ?? null;
}

const verdicts: Record<Decision['verdict'], string> = {
  'race-on': 'racing',
  drop: 'dropped',
  behind: 'behind another',
  'no-gain': 'never better',
  accept: 'kept',
  keep: 'not proved better',
  'no-budget': 'no budget left',
};

function candidateRow(state: StrategyState, version: Version, nameOf: NameOf) {
  const decision = lastDecision(state, version.id);
  const items = scoredItems(state, version.id);
  const saved = decision !== null && isEarlyDrop(decision) ? state.parts.select.length - decision.items : null;
  return [
    nameOf(version.id),
    version.parents[0] === undefined ? '' : nameOf(version.parents[0]),
    version.origin,
    version.id === 'v0' ? '' : actionWords(version),
    version.tokens,
    answeredOn(state, version.id, items),
    meanOn(state, version.id, items),
    decision?.better ?? null,
    decision === null ? (state.incumbent === version.id ? 'incumbent' : '') : verdicts[decision.verdict],
    saved,
    version.hypothesis,
  ];
}

export function candidatesSection(state: StrategyState, nameOf: NameOf): SectionIn {
  const { count, saved } = earlyDrops(state);
  return {
    type: 'table',
    title: 'Candidates',
    data: {
      columns: [
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
      rows: Object.values(state.versions).map((version) => candidateRow(state, version, nameOf)),
    },
    notes: [
      'Score: mean on the items of the training part that were answered. P(better): than the prompt that it raced against, or than the leader of its race that it fell behind.',
      `${count} dropped early; ${saved} calls saved.`,
    ],
  };
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
        line('train observed score', ({ train }) => train),
        line('validation score', ({ validation }) => validation),
      ],
    },
  };
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

export function evolutionSections(state: StrategyState, nameOf: NameOf): SectionIn[] {
  const line = lineOf(state, bestSoFar(state));
  const best = line.at(-1);
  return [
    {
      type: 'table',
      title: 'Evolution of the prompt',
      data: {
        columns: ['Version', 'Edit', 'System part', 'Output part', 'Examples'],
        rows: line.map((version) => [
          nameOf(version.id),
          version.id === 'v0' ? 'seed' : actionWords(version),
          version.prompt.system,
          version.prompt.output,
          version.prompt.examples.length,
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
                : `${nameOf(best.id)}, ${best.prompt.examples.length} examples, about ${best.tokens} tokens.`,
            ],
          },
        ]),
  ];
}
