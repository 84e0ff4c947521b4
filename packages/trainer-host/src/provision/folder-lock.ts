import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { bootId, isAlive, startTimeOf } from '../watch/process-identity.ts';

const owner = z.object({
  host: z.string(),
  pid: z.int().positive(),
  start_time: z.string().nullable(),
  boot_id: z.string().nullable(),
});
const pollMs = 250;
/** A home on a network disk may be locked by another computer, whose processes cannot be seen from here. */
const strangerMs = 3_600_000;
/** A lock whose text is unreadable this long after it appeared belongs to nobody. */
const unreadableMs = 10_000;

async function isStale(path: string): Promise<boolean> {
  try {
    const text = await readFile(path, 'utf8');
    const parsed = owner.safeParse(JSON.parse(text));
    if (!parsed.success) return true;
    const { host, pid, start_time, boot_id } = parsed.data;
    if (host !== hostname()) return Date.now() - (await stat(path)).mtimeMs > strangerMs;
    return boot_id !== bootId() || !isAlive(pid) || startTimeOf(pid) !== start_time;
  } catch {
    const seen = await stat(path).catch(() => null);
    return seen !== null && Date.now() - seen.mtimeMs > unreadableMs;
  }
}

async function tryTake(path: string): Promise<boolean> {
  const own = `${path}.${randomUUID()}`;
  const { pid } = process;
  await writeFile(own, JSON.stringify({ host: hostname(), pid, start_time: startTimeOf(pid), boot_id: bootId() }));
  try {
    // A link appears whole or not at all, and fails when the name exists.
    await link(own, path);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(own, { force: true });
  }
}

async function breakStale(path: string): Promise<void> {
  const aside = `${path}.${randomUUID()}`;
  try {
    await rename(path, aside);
  } catch {
    // Another process was faster.
    return;
  }
  // Between the look and the rename somebody may have broken the lock and taken it: then it goes back.
  if (!(await isStale(aside))) await link(aside, path).catch(() => undefined);
  await rm(aside, { force: true });
}

/** Runs `work` while this process alone, of all on this computer, holds the lock file. A dead owner's lock is taken over. */
export async function withFolderLock<T>(
  path: string,
  signal: AbortSignal,
  onWait: () => void,
  work: () => Promise<T>,
): Promise<T> {
  await mkdir(dirname(path), { recursive: true });
  let told = false;
  while (!(await tryTake(path))) {
    signal.throwIfAborted();
    if (await isStale(path)) {
      await breakStale(path);
      continue;
    }
    if (!told) onWait();
    told = true;
    await wait(pollMs, undefined, { signal });
  }
  try {
    return await work();
  } finally {
    await rm(path, { force: true });
  }
}
