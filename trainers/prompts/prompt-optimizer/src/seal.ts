import type { OpenedSeal } from '@trainyard/contracts';
import type { Prompt } from '@trainyard/prompts';
import type { Item } from './items.ts';
import { takenBy } from './patient.ts';

export interface SealPlace {
  url: string;
  key: string;
  runId: string;
  fetch?: typeof fetch;
}

/** Opens the test part with the finalists, the seed first. The same finalists get the same items again. */
export async function openTestPart(
  { url, key, runId, fetch: call = fetch }: SealPlace,
  finalists: readonly Prompt[],
): Promise<{ items: Item[]; earlier: number }> {
  const answer = await call(`${url}/api/v1/runs/${runId}/seal`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      finalists: finalists.map(({ system, output, examples }) => ({ system, output, examples })),
    }),
  });
  const { test, opened } = (await takenBy(answer)) as OpenedSeal;
  return { items: test, earlier: opened.earlier };
}
