import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';

/** A pid is given again, a pid with its start time is not. */
const note = z.array(z.object({ pid: z.int().positive(), main: z.string(), start: z.string() }));
type Note = z.infer<typeof note>;
const pollMs = 50;
const killLimitMs = 5000;

const noteFile = (home: string) => join(home, 'services.json');

/** Keeps the numbers of the children, so that the next supervisor knows whom a killed one left behind. */
export function noteServices(home: string, services: readonly { pid: number; main: string }[]): void {
  const living: Note = services.flatMap(({ pid, main }) => {
    const start = startOf(pid);
    return start === null ? [] : [{ pid, main, start }];
  });
  writeFileSync(noteFile(home), JSON.stringify(living), { mode: 0o600 });
}

export function forgetServices(home: string): void {
  rmSync(noteFile(home), { force: true });
}

function readNote(home: string): Note {
  try {
    return note.safeParse(JSON.parse(readFileSync(noteFile(home), 'utf8'))).data ?? [];
  } catch {
    return []; // none was kept: the last end was an orderly one
  }
}

/** In the kernel's ticks since boot; null for a process that is gone or only waits to be collected. */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? null : (fields[19] ?? null);
  } catch {
    return null; // gone
  }
}

function lives({ pid, main, start }: Note[number]): boolean {
  // Another home's server may have been given the number.
  if (startOf(pid) !== start) return false;
  try {
    // The title has replaced the command line; a process of another kind has taken the number when neither fits.
    const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    return words.startsWith('trainyard ') || words.includes(main);
  } catch {
    return false;
  }
}

/**
 * The server and worker of a supervisor that was killed end by themselves, because its pipe is closed. They are waited
 * for, since the server holds the port, and killed when they take too long.
 */
export async function awaitLeftovers(
  home: string,
  limitSeconds: number,
  say: (message: string) => void,
): Promise<void> {
  const left = readNote(home).filter(lives);
  if (left.length > 0) say('Waiting for the processes of a supervisor that was killed to end.');
  const until = performance.now() + limitSeconds * 1000;
  while (left.some(lives) && performance.now() < until) await wait(pollMs);
  for (const service of left.filter(lives)) process.kill(service.pid, 'SIGKILL');
  // One that waits for a broken disk does not even die of SIGKILL; whether the port is free is seen next.
  const killed = performance.now() + killLimitMs;
  while (left.some(lives) && performance.now() < killed) await wait(pollMs);
  forgetServices(home);
}
