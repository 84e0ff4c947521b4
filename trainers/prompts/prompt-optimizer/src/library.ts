import type { Version } from '@trainyard/prompts/strategies';
import { takenBy } from './patient.ts';

export interface LibraryPlace {
  url: string;
  key: string;
  /** The prompt that the run began with. */
  name: string;
  fetch?: typeof fetch;
}

/** A version of the run becomes one of the prompt's, with where it came from; one that is there already keeps its number. */
export async function addToLibrary(
  { url, key, name, fetch: call = fetch }: LibraryPlace,
  version: Version,
  parents: readonly number[],
): Promise<number> {
  const { prompt, origin, actionDetected, actionProposed, hypothesis } = version;
  const answer = await call(`${url}/api/v1/prompts/${encodeURIComponent(name)}/versions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      system: prompt.system,
      output: prompt.output,
      examples: prompt.examples,
      parents,
      origin: origin === 'model' ? 'model' : 'scripted',
      action: actionDetected ?? actionProposed,
      why: hypothesis.slice(0, 2000),
      make_current: false,
    }),
  });
  const { version: number } = (await takenBy(answer)) as { version?: unknown };
  if (typeof number !== 'number') throw new Error('The server gave the version no number.');
  return number;
}
