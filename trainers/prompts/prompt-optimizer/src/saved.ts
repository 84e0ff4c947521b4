import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StrategyState } from '@trainyard/prompts/strategies';
import { withoutLaterBars } from './config.ts';
import type { Preflight } from './preflight.ts';

/** One entry of the step list. */
export interface Step {
  round: number;
  step: string;
  what: string;
  /** Calls so far. */
  calls: number;
}

/** Of one iteration, for its curves. */
export interface IterationScore {
  round: number;
  train: number | null;
  validation: number | null;
  /** Each metric of the best so far, where there are several; records of earlier versions of the trainer lack it. */
  metrics?: Record<string, number>;
}

/** Everything that a killed run goes on from; answers that came later are in the ledger. */
export interface Saved {
  v: 1;
  runId: string;
  preflight: Preflight | null;
  state: StrategyState | null;
  /** What was answered to feedback items, shortened, by version and item: for the optimizer, who may read them. */
  answers: Record<string, Record<string, string>>;
  /** What was answered to items of feedback and select, shorter still: for people, who may see what an edit fixed and broke. */
  seen: Record<string, Record<string, string>>;
  steps: Step[];
  scores: IterationScore[];
  /** Numbers in the library by version of this run. */
  library: Record<string, number>;
}

const fileName = 'optimizer.json';

export function nothingSaved(runId: string): Saved {
  return {
    v: 1,
    runId,
    preflight: null,
    state: null,
    answers: {},
    seen: {},
    steps: [],
    scores: [],
    library: {},
  };
}

export function writeSaved(folder: string, saved: Saved): void {
  writeFileSync(join(folder, fileName), JSON.stringify(saved));
}

/** Checkpoints of earlier versions of the trainer lack some of it. */
function upToDate(state: StrategyState): StrategyState {
  const old: Partial<Pick<StrategyState, 'clusters' | 'exhausted' | 'tested' | 'unshortened'>> = state;
  const { settings, winner, finish } = state;
  const versions = Object.entries(state.versions).map(([id, version]) => {
    const { shows = [] }: { shows?: string[] } = version;
    return [id, { ...version, shows }] as const;
  });
  return {
    ...state,
    settings: { ...settings, race: { ...withoutLaterBars, ...settings.race } },
    versions: Object.fromEntries(versions),
    clusters: old.clusters ?? {},
    exhausted: old.exhausted ?? [],
    tested: old.tested ?? (finish?.result != null && winner !== 'v0' ? [winner] : []),
    unshortened: old.unshortened ?? winner,
  };
}

export function readSaved(folder: string): Saved {
  const saved = JSON.parse(readFileSync(join(folder, fileName), 'utf8')) as Saved;
  const { seen = {} }: { seen?: Saved['seen'] } = saved;
  return { ...saved, seen, state: saved.state === null ? null : upToDate(saved.state) };
}
