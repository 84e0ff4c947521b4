import type { Actor, EndReason, Preferences, RunStatus } from '@trainyard/contracts';
import { fromWire } from '@trainyard/contracts';
import { belowBaseline, type HeldAgainstBaseline, type RunMove } from '@trainyard/domain';
import {
  getPreferences,
  type LockedRun,
  listMetricTables,
  type NewNotice,
  type Transaction,
  writeNotice,
} from '@trainyard/store';

export interface Moved {
  to: RunStatus;
  on: RunMove;
  actor: Actor;
  reason: EndReason | null;
}

type Told = Pick<LockedRun, 'number' | 'name' | 'owner_id' | 'attempt' | 'quiet'>;

/** Which choice of the owner decides on a kind. */
const chosenBy: Record<NewNotice['kind'], keyof Preferences['notices']> = {
  'run-started': 'started',
  'run-completed': 'completed',
  'run-stopped': 'completed',
  'run-failed': 'failed',
  'run-requeued': 'failed',
  'below-baseline': 'below_baseline',
  budget: 'budget',
};

/** What a run's owner may want to know of a move of it; null where that is nothing. */
export function noticeOfMove(run: Told, { to, on, actor, reason }: Moved): NewNotice | null {
  const { number, name } = run;
  const why = reason?.message ?? 'Nothing more is known.';
  if (to === 'failed') return { kind: 'run-failed', title: `Run ${number} has failed`, message: `${name}: ${why}` };
  // Somebody has to repair what it waits for.
  if (to === 'pausing' && actor.kind === 'system') {
    return { kind: 'run-failed', title: `Run ${number} is paused`, message: `${name}: ${why}` };
  }
  if (run.quiet) return null;
  if (on === 'claim' && run.attempt === 0) {
    return { kind: 'run-started', title: `Run ${number} has started`, message: `${name} is carried by ${actor.name}.` };
  }
  if (to === 'completed') {
    return { kind: 'run-completed', title: `Run ${number} has completed`, message: `${name} is done.` };
  }
  // Who stopped a paused run sees it stop: there is nothing to wait for.
  if (to === 'stopped' && !(on === 'stop' && actor.id === run.owner_id)) {
    const message = `${name} has ended early; its results so far are kept.`;
    return { kind: 'run-stopped', title: `Run ${number} was stopped`, message };
  }
  if (to === 'queued' && on === 'lost') {
    const message = `${name}: ${why} It goes on from its newest checkpoint.`;
    return { kind: 'run-requeued', title: `Run ${number} is tried again`, message };
  }
  return null;
}

function figure(row: HeldAgainstBaseline['row']): string {
  return `${Number(fromWire(row.value).toPrecision(3))}${row.unit === '' ? '' : ` ${row.unit}`}`;
}

/** A result that is worth less than it looks. */
export function noticeOfBaseline(run: Told, { row, baseline }: HeldAgainstBaseline): NewNotice {
  return {
    kind: 'below-baseline',
    title: `Run ${run.number} is worse than its baseline`,
    message: `${run.name}: ${row.label ?? row.name} is ${figure(row)}; its baseline is ${figure(baseline)}.`,
  };
}

/** Tells the owner of a run of its move, in the same transaction, where they wish to know of it. */
export async function tellOwner(tx: Transaction, run: LockedRun, moved: Moved): Promise<void> {
  const notices = [noticeOfMove(run, moved)];
  if (moved.to === 'completed' && !run.quiet) {
    const below = belowBaseline(await listMetricTables(tx, run.id));
    if (below !== null) notices.push(noticeOfBaseline(run, below));
  }
  const toTell = notices.filter((notice) => notice !== null);
  if (toTell.length === 0) return;
  const wished = (await getPreferences(tx, run.owner_id)).notices;
  for (const notice of toTell) {
    if (wished[chosenBy[notice.kind]]) await writeNotice(tx, { userId: run.owner_id, runId: run.id }, notice);
  }
}
