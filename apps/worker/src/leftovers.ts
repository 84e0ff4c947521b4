import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Settings } from '@trainyard/settings';
import { killLeftover } from '@trainyard/trainer-host';
import { workFolder } from './context.ts';

/** Kills trainers of this home whose worker died and that did not die with it. Returns how many there were. */
export async function buryLeftovers(settings: Settings): Promise<number> {
  let killed = 0;
  for (const runId of await readdir(join(settings.home, 'runs')).catch(() => [])) {
    for (const attempt of await readdir(join(settings.home, 'runs', runId)).catch(() => [])) {
      if (!/^\d+$/.test(attempt)) continue;
      if (await killLeftover(workFolder(settings, runId, Number(attempt)))) killed += 1;
    }
  }
  return killed;
}
