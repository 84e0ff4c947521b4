import type { LaunchWarning } from '@trainyard/contracts';

/** What is known of the installation and of the run at the moment of the launch. */
export interface LaunchFacts {
  /** Workers that live and take runs. */
  workers: readonly { slots: number; busy: number; gpus: number; runs: readonly number[] }[];
  /** Runs that wait before this one. */
  waiting: number;
  gpus: number;
  environment: { id: string; installed: boolean; size_bytes: number | null };
  /** Checkpoints that stay × the size of one; null where nothing is known. */
  checkpoint_bytes: number | null;
  free_bytes: number;
  /** Kept free at all times. */
  reserve_bytes: number;
  split: { note: string | null; not_scored: readonly string[] } | null;
}

function listed(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}

export function bytesText(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  let [value, unit] = [bytes, 0];
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : Number(value.toPrecision(2))} ${units[unit]}`;
}

function queueWarning({ workers, waiting }: LaunchFacts): LaunchWarning | null {
  if (workers.length === 0) {
    const message = 'No worker takes runs now: the run waits until one is there. Start one with: trainyard worker';
    return { code: 'no-worker', message };
  }
  const slots = workers.reduce((sum, worker) => sum + worker.slots, 0);
  const free = workers.reduce((sum, worker) => sum + Math.max(0, worker.slots - worker.busy), 0);
  if (free > waiting) return null;
  const before =
    waiting === 0
      ? ''
      : waiting === 1
        ? ', after 1 run that waits before it'
        : `, after ${waiting} runs that wait before it`;
  const runs = workers.flatMap((worker) => worker.runs).map((number) => `#${number}`);
  if (free > 0)
    return { code: 'no-slot', message: `The free slots are spoken for; it starts when another is free${before}.` };
  const which = slots === 1 ? 'The only slot is' : slots === 2 ? 'Both slots are' : `All ${slots} slots are`;
  const by = runs.length === 0 ? '' : ` with ${listed(runs.slice(0, 6))}${runs.length > 6 ? ' and others' : ''}`;
  return { code: 'no-slot', message: `${which} busy${by}; it starts when one is free${before}.` };
}

function gpuWarning({ workers, gpus }: LaunchFacts): LaunchWarning | null {
  if (gpus === 0 || workers.length === 0 || workers.some((worker) => worker.gpus >= gpus)) return null;
  const most = Math.max(...workers.map((worker) => worker.gpus));
  const there = most === 0 ? 'no worker has one' : `no worker has more than ${most}`;
  return {
    code: 'no-gpu',
    message: `The run asks for ${gpus} GPU${gpus === 1 ? '' : 's'}, but ${there}: it waits until one does.`,
  };
}

function diskWarning(facts: LaunchFacts): LaunchWarning | null {
  const needed = facts.checkpoint_bytes ?? 0;
  if (facts.free_bytes - needed >= facts.reserve_bytes) return null;
  const keeps = needed > 0 ? `, its checkpoints take about ${bytesText(needed)}` : '';
  const message = `The disk is low: ${bytesText(facts.free_bytes)} are free${keeps}, and ${bytesText(facts.reserve_bytes)} are to stay free.`;
  return { code: 'disk-low', message };
}

function environmentWarning({ environment }: LaunchFacts): LaunchWarning | null {
  if (environment.installed) return null;
  const size = environment.size_bytes === null ? '' : ` (about ${bytesText(environment.size_bytes)})`;
  const message = `The environment "${environment.id}"${size} is not installed yet: that is done first, and its time is not counted in the estimate.`;
  return { code: 'environment-missing', message };
}

function splitWarnings({ split }: LaunchFacts): LaunchWarning[] {
  if (split === null) return [];
  const warnings: LaunchWarning[] = [];
  if (split.note !== null) {
    const message = `The score will flatter (${split.note}). Split by unit to learn how it does on one that it has never seen.`;
    warnings.push({ code: 'upper-bound', message });
  }
  if (split.not_scored.length > 0) {
    const one = split.not_scored.length === 1;
    const which = listed(split.not_scored.slice(0, 8).map((label) => `"${label}"`));
    const more = split.not_scored.length > 8 ? ` and ${split.not_scored.length - 8} more` : '';
    const message = `${one ? 'The class' : 'The classes'} ${which}${more} will not be scored: too few units to put one into the test part.`;
    warnings.push({ code: 'not-scored', message });
  }
  return warnings;
}

/** Every warning is one plain sentence; none of them forbids the launch. */
export function launchWarnings(facts: LaunchFacts): LaunchWarning[] {
  const first = [queueWarning(facts), gpuWarning(facts), environmentWarning(facts), diskWarning(facts)];
  return [...first.filter((warning) => warning !== null), ...splitWarnings(facts)];
}
