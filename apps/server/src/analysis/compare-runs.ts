import { type Comparison, type FrozenRun, type Run, TrainyardError } from '@trainyard/contracts';
import { flattenRecord, judgePairs, metricsSideBySide, parametersSideBySide, verdictOf } from '@trainyard/domain';
import { getFrozenRun, getParameters, getRuns, listSections, runIdOf } from '@trainyard/store';
import type { Parts } from '../parts.ts';
import { predictionsOf } from './list-predictions.ts';
import type { ComparedPairs } from './thread-task.ts';

const fewest = 2;
const most = 10;

async function namedRuns({ store }: Parts, refs: string): Promise<Run[]> {
  const words = refs.split(',').flatMap((word) => (word.trim() === '' ? [] : [word.trim()]));
  const refuse = (detail: string): never => {
    throw new TrainyardError('comparison-unfit', { detail });
  };
  if (words.length < fewest)
    return refuse(`two to ten runs are compared, ${words.length === 1 ? 'one was' : 'none was'} named.`);
  if (words.length > most) return refuse(`two to ten runs are compared, ${words.length} were named.`);
  const ids = await Promise.all(words.map((word) => runIdOf(store, word)));
  const twice = words.find((_, i) => ids.indexOf(ids[i] ?? '') !== i);
  if (twice !== undefined) return refuse(`run ${twice} is named twice.`);
  return getRuns(store, ids);
}

/** Of a run that another program executes nothing is frozen: then what it said of itself. */
async function recordOf({ store }: Parts, run: Run, frozen: FrozenRun | null): Promise<Map<string, string>> {
  if (frozen !== null) return flattenRecord(frozen);
  const said = Object.entries(await getParameters(store, run.id));
  return new Map([
    ['trainer', run.trainer ?? 'external'],
    ...said.map(([key, value]) => [`config.${key}`, value] as const),
  ]);
}

function minUnits(units: ComparedPairs['units']): string[] {
  if (units === null || units.count >= 5) return [];
  const one = units.count === 1;
  return [
    `The test part holds ${units.count} ${one ? 'unit' : 'units'} (${units.column}) only: how the runs compare on ${one ? 'another' : 'others'} is not settled by it.`,
  ];
}

/** Where one has answered items that the other has not, scores side by side and the test are not about the same ones. */
function partlyPaired(runs: readonly Run[], { pairs }: ComparedPairs): string[] {
  return pairs.flatMap(({ first, second, samples, of }) => {
    if (samples === of.a && samples === of.b) return [];
    const names = `Run ${runs[first]?.number ?? '?'} and run ${runs[second]?.number ?? '?'}`;
    return [
      `${names} are paired on ${samples} items that both answered, of ${of.a} and ${of.b}: the test is about these, the scores side by side are about all that each answered.`,
    ];
  });
}

function warningsOf(runs: readonly Run[], records: readonly (FrozenRun | null)[], compared: ComparedPairs): string[] {
  const warnings: string[] = [];
  const datasets = new Set(runs.map((run) => run.dataset?.digest ?? null));
  if (datasets.size > 1)
    warnings.push('The runs were made on different data: their scores are not about the same samples.');
  else if (new Set(records.map((record) => record?.split?.digest ?? null)).size > 1) {
    warnings.push('The runs were scored on different splits: their scores are not about the same samples.');
  } else if (compared.refused.some(({ reason }) => reason.startsWith('other test set'))) {
    warnings.push('Some of the runs were scored on other test sets: their scores are not about the same samples.');
  }
  for (const run of runs) {
    if (run.status !== 'completed') warnings.push(`Run ${run.number} is ${run.status}: its figures are not final.`);
    if (run.split?.note != null) warnings.push(`Run ${run.number}: ${run.split.note}.`);
  }
  const clustered = compared.pairs.find((pair) => pair.clustered !== null)?.clustered ?? null;
  if (clustered !== null) {
    const what = clustered.by === 'recording' ? 'recordings' : `units (${clustered.by})`;
    warnings.push(
      `Windows of one recording resemble each other. Intervals draw ${clustered.count} whole ${what}; a difference counts as proved only if it holds for them too.`,
    );
  }
  return [...warnings, ...partlyPaired(runs, compared), ...minUnits(compared.units)];
}

export async function comparePredictions(parts: Parts, runs: readonly Run[]): Promise<ComparedPairs> {
  const sources = await Promise.all(runs.map((run) => predictionsOf(parts, run)));
  return parts.analysis.statistics.ask('compare', { sources });
}

/** Two to ten runs side by side. Throws comparison-unfit, run-not-found. */
export async function compareRuns(parts: Parts, refs: string): Promise<Comparison> {
  const runs = await namedRuns(parts, refs);
  const records = await Promise.all(runs.map((run) => getFrozenRun(parts.store, run.id)));
  const [parameters, measured, compared] = await Promise.all([
    Promise.all(runs.map((run, i) => recordOf(parts, run, records[i] ?? null))),
    Promise.all(
      runs.map(async (run) => ({
        sections: await listSections(parts.store, run.id),
        metrics: run.metrics,
        flattered: run.split?.note != null,
      })),
    ),
    comparePredictions(parts, runs),
  ]);
  const judged = judgePairs(compared.pairs);
  return {
    runs,
    parameters: parametersSideBySide(parameters),
    metrics: metricsSideBySide(measured),
    significance: {
      metric: compared.metric,
      pairs: judged.map(({ first, second, test, samples, difference, low, high, p, p_holm, significant }) => ({
        a: first,
        b: second,
        test,
        samples,
        difference,
        low,
        high,
        p,
        p_holm,
        significant,
      })),
      not_comparable: compared.refused,
      verdict: verdictOf(
        judged,
        runs.map((run) => run.number),
      ),
    },
    warnings: warningsOf(runs, records, compared),
  };
}
