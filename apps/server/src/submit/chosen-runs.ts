import { type Issue, type Manifest, type Run, type RunSpec, TrainyardError } from '@trainyard/contracts';
import { hasEnded } from '@trainyard/domain';
import { getRun, listSections } from '@trainyard/store';
import type { Parts } from '../parts.ts';

/** The earlier runs that a run reads. `ids` is null where the trainer reads none, or the setting is no list. */
export interface ChosenRuns {
  ids: string[] | null;
  /** Results of generated data stay marked as such wherever they are shown. */
  badge: string | null;
  issues: Issue[];
}

const none: ChosenRuns = { ids: null, badge: null, issues: [] };

async function find(store: Parts['store'], ref: string): Promise<Run | null> {
  try {
    return await getRun(store, ref);
  } catch (error) {
    if (error instanceof TrainyardError && error.code === 'run-not-found') return null;
    throw error;
  }
}

async function refusal(
  store: Parts['store'],
  run: Run | null,
  ref: string,
  status: 'ended' | 'any',
): Promise<string | null> {
  if (run === null) return `There is no run "${ref.slice(0, 80)}"`;
  if (status === 'any' || hasEnded(run.status)) return null;
  const results = await listSections(store, run.id);
  if (results.length > 0) return null;
  return `Run ${run.number} is ${run.status} and has no results yet; choose a run that has ended`;
}

/** Numbers and ids resolved, each run once; what is wrong with one is said at its place in the list. */
export async function chooseRuns(
  { store }: Pick<Parts, 'store'>,
  needs: Manifest['needs'],
  config: Record<string, unknown>,
): Promise<ChosenRuns> {
  const { runs: refs } = config;
  if (needs.runs === null || !Array.isArray(refs)) return none;
  // The check of the configuration says that a list is too long; nothing of it is looked up then.
  if (refs.length > needs.runs.max) return none;
  const ids: string[] = [];
  const issues: Issue[] = [];
  let badge: string | null = null;
  for (const [index, given] of refs.entries()) {
    // What is neither is told by the check of the configuration.
    if (typeof given !== 'string' && typeof given !== 'number') return none;
    const ref = String(given);
    const say = (message: string): void => void issues.push({ path: `runs[${index}]`, message });
    const run = await find(store, ref);
    const wrong = await refusal(store, run, ref, needs.runs.status);
    if (wrong !== null) say(wrong);
    if (run === null) continue;
    if (ids.includes(run.id)) say(`Run ${run.number} is chosen twice`);
    ids.push(run.id);
    badge ??= run.badge;
  }
  return { ids, badge, issues };
}

/** The frozen record keeps ids: a number names a run of this installation only. */
export function withChosenRuns(spec: RunSpec, chosen: ChosenRuns): RunSpec {
  if (chosen.ids === null || chosen.issues.length > 0) return spec;
  return { ...spec, config: { ...spec.config, runs: chosen.ids } };
}
