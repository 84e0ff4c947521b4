import type { SimilarityAnswer, SimilarityAsk } from '@trainyard/contracts';
import type { OutsideMeasure, OutsideSetting } from '@trainyard/prompts/metrics';
import { takenBy } from './patient.ts';

type SimilaritySetting = Extract<OutsideSetting, { metric: 'similarity' }>;

export interface EmbedderPlace {
  url: string;
  key: string;
  /** Of all items that may be read: the rarer a token among them, the more it counts. */
  references: readonly string[];
  /** Waits for a server that is away; null where the run is to leave. */
  patiently: <T>(work: () => Promise<T>) => Promise<T>;
  fetch?: typeof fetch;
}

/** More expected texts than this say no more about which words are rare. */
const mostReferences = 2000;
const longest = 20_000;

async function ask(place: EmbedderPlace, question: SimilarityAsk): Promise<SimilarityAnswer> {
  const { url, key, fetch: call = fetch } = place;
  const answer = await call(`${url}/api/v1/embedder/similarity`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify(question),
  });
  return (await takenBy(answer)) as SimilarityAnswer;
}

/** Tokens of the answer against those of the expected text, by the server's embedder; of several, the nearest counts. */
export function similarityMeasure(setting: SimilaritySetting, place: EmbedderPlace): OutsideMeasure {
  const { part = 'f1', idf = false, baseline = null } = setting;
  const cut = (text: string): string => text.slice(0, longest);
  const references = idf ? place.references.slice(0, mostReferences).map(cut) : null;
  return async (answer, expected) => {
    if (answer.trim() === '') return { value: 0, tag: 'empty', feedback: 'The answer is empty.' };
    const pairs = expected.map((one) => ({ answer: cut(answer), expected: cut(one) }));
    const { items } = await place.patiently(() => ask(place, { pairs, references, baseline }));
    const best = Math.max(...items.map((one) => one[part]));
    return { value: Math.min(1, Math.max(0, best)), tag: null, feedback: '' };
  };
}

/** Throws, in the server's words, where it has no embedder. */
export async function tryEmbedder(place: EmbedderPlace): Promise<void> {
  const pairs = [{ answer: 'a', expected: 'a' }];
  await place.patiently(() => ask(place, { pairs, references: null, baseline: null }));
}
