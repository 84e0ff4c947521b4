import { setTimeout as wait } from 'node:timers/promises';

const longestMs = 5000;

/** The server is there but cannot answer now: as if it were away. */
class NotNow extends Error {}

/** Its JSON where it took the request. Throws NotNow where another try may do, else an error in the server's words. */
export async function takenBy(answer: Response): Promise<unknown> {
  const body: unknown = await answer.json().catch(() => null);
  if (answer.ok && body !== null) return body;
  const detail = (body as { detail?: unknown } | null)?.detail;
  const words = typeof detail === 'string' ? detail : `HTTP ${answer.status}`;
  throw body === null || answer.status >= 500 || answer.status === 429 ? new NotNow(words) : new Error(words);
}

/** A server that is away for a while is waited for; what it refuses is thrown. `held` gives false where the run is to leave. */
export async function patiently<T>(work: () => Promise<T>, held: (reason: string) => boolean): Promise<T | null> {
  for (let waitMs = 200; ; waitMs = Math.min(longestMs, 2 * waitMs)) {
    try {
      return await work();
    } catch (error) {
      // TypeError is what fetch throws where nobody answers.
      if (!(error instanceof TypeError || error instanceof NotNow)) throw error;
      if (!held(`The server does not answer: ${error.message}.`)) return null;
    }
    await wait(waitMs);
  }
}
