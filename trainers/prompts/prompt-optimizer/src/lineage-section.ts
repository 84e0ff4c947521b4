import { type Decision, deliveredOf, type StrategyState, type Version } from '@trainyard/prompts/strategies';
import type { SectionIn } from '@trainyard/sdk';
import { flipCases, flipsOf } from './flips.ts';
import type { Items } from './items.ts';
import { type NameOf, namesIn } from './names.ts';
import type { Saved } from './saved.ts';
import { meanOn, scoredItems } from './scores.ts';

/** Of one edit, and of all of them: the section is small data. */
const mostCases = 24;
const mostCasesInAll = 480;
const fewestCases = 4;
/** Beyond so many edits the later ones are counted only. */
const mostVersions = 400;

type Status = 'first' | 'kept' | 'dropped' | 'unproved' | 'open' | 'delivered';

const statusOf: Record<Decision['verdict'], Status> = {
  'race-on': 'open',
  drop: 'dropped',
  behind: 'dropped',
  'no-gain': 'dropped',
  accept: 'kept',
  keep: 'unproved',
  'no-budget': 'open',
};

/** Of the five steps there are no looks: what was worth going on from was kept. */
function statusIn(state: StrategyState, { id }: Version): Status {
  if (state.phase === 'done' && deliveredOf(state) === id) return 'delivered';
  if (id === 'v0') return 'first';
  const decision = state.decisions.findLast(({ candidate }) => candidate === id);
  if (decision !== undefined) return statusOf[decision.verdict];
  const cameUp = state.incumbent === id || Object.values(state.versions).some(({ parents }) => parents.includes(id));
  if (cameUp) return 'kept';
  const racing = state.race?.racing.includes(id) === true;
  return racing || Object.keys(state.cells[id] ?? {}).length === 0 ? 'open' : 'dropped';
}

/** `add_constraint` as a person says it. */
export function actionWords({ actionDetected, actionProposed }: Version): string {
  return (actionDetected ?? actionProposed ?? 'edit').replaceAll('_', ' ');
}

export interface LineageFacts {
  library: Saved['library'];
  seen: Saved['seen'];
  items: Items;
  /** Of the prompt in the library. */
  promptName: string;
}

export function lineageSection(state: StrategyState, { library, seen, items, promptName }: LineageFacts): SectionIn {
  const nameOf = namesIn(library);
  const all = Object.values(state.versions);
  const most = Math.max(fewestCases, Math.min(mostCases, Math.floor(mostCasesInAll / all.length)));
  const versions = all.map((version, at) => {
    const flips = flipsOf(state, version);
    const score = meanOn(state, version.id, scoredItems(state, version.id));
    const { id, parents, origin, hypothesis, tokens, prompt, round } = version;
    const [parent] = parents;
    return {
      id: nameOf(id),
      ...(parent === undefined ? {} : { parent: nameOf(parent) }),
      status: statusIn(state, version),
      ...(library[id] === undefined ? {} : { library_version: library[id] }),
      title: id === 'v0' ? 'the seed' : `${actionWords(version)}: ${hypothesis}`,
      ...(score === null ? {} : { score }),
      tokens,
      iteration: round,
      origin,
      system: prompt.system,
      output: prompt.output,
      examples: [...prompt.examples],
      compared: flips.compared,
      fixed: flips.fixed.length,
      broke: flips.broke.length,
      flips: at < mostVersions ? flipCases(version, flips, { items: items.byId, seen, most }) : [],
    };
  });
  return {
    type: 'prompt-lineage',
    title: 'Lineage',
    notes: [
      'Score: on the items of the training part that were answered. Fixed and broke: items of the parts feedback and select that a version and the one it was made from have both answered.',
    ],
    data: { prompt: promptName, versions },
  };
}

const mostIds = 12;

function shortList(ids: readonly string[]): string {
  const shown = [...ids].sort().slice(0, mostIds).join(', ');
  return ids.length > mostIds ? `${shown} and ${ids.length - mostIds} more` : shown;
}

export function flipsSection(state: StrategyState, nameOf: NameOf): SectionIn {
  const tried = Object.values(state.versions).filter(({ id }) => id !== 'v0');
  return {
    type: 'table',
    title: 'What each edit fixed and broke',
    data: {
      columns: ['Version', 'From', 'Edit', 'Items compared', 'Fixed', 'Broke', 'Items fixed', 'Items broken'],
      rows: tried.map((version) => {
        const { fixed, broke, compared } = flipsOf(state, version);
        return [
          nameOf(version.id),
          nameOf(version.parents[0] ?? ''),
          actionWords(version),
          compared,
          fixed.length,
          broke.length,
          shortList(fixed),
          shortList(broke),
        ];
      }),
    },
  };
}
