import { setTimeout as wait } from 'node:timers/promises';
import { alive } from './processes.ts';

/** smart waits for clients to leave, fast disconnects them, immediate leaves recovery to the next start. */
export type StopMode = 'smart' | 'fast' | 'immediate';

const signals = { smart: 'SIGTERM', fast: 'SIGINT', immediate: 'SIGQUIT' } as const;
const pollMs = 10;

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // it has ended meanwhile, which is what we want
  }
}

async function gone(pid: number, limitMs: number): Promise<boolean> {
  const until = performance.now() + limitMs;
  while (alive(pid)) {
    if (performance.now() >= until) return false;
    await wait(pollMs);
  }
  return true;
}

/** Ends a postmaster: in the way asked for, and harder when the time is over. It returns when the process is gone. */
export async function stopPostmaster(pid: number, mode: StopMode, limitSeconds: number): Promise<void> {
  const hardest = ['SIGQUIT', 'SIGKILL'] as const;
  send(pid, signals[mode]);
  if (await gone(pid, limitSeconds * 1000)) return;
  for (const signal of hardest) {
    send(pid, signal);
    if (await gone(pid, 5000)) return;
  }
}
