import { setTimeout as wait } from 'node:timers/promises';

const longestMs = 5000;

/** A server that is away for a while is waited for; what it refuses is thrown. `held` gives false where the run is to leave. */
export async function patiently<T>(work: () => Promise<T>, held: (reason: string) => boolean): Promise<T | null> {
  for (let waitMs = 200; ; waitMs = Math.min(longestMs, 2 * waitMs)) {
    try {
      return await work();
    } catch (error) {
      // What fetch throws where nobody answers.
      if (!(error instanceof TypeError)) throw error;
      if (!held(`The server does not answer: ${error.message}.`)) return null;
    }
    await wait(waitMs);
  }
}
