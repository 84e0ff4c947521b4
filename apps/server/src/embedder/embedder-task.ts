import { allAlike, inverseFrequency, type Similarity, tokenSimilarity } from '@trainyard/prompts/metrics';
import { BoundedCache } from '../analysis/bounded-cache.ts';
import { type Embedder, openEmbedder, type TokenVectors } from './embedder.ts';

export interface SimilarityQuestion {
  environment: string;
  pairs: { answer: string; expected: string }[];
  references: string[] | null;
  baseline: number | null;
}

export type ComparedTexts = Similarity[];

/** It takes much memory, and is asked for days apart. */
const idleMs = 300_000;
/** Numbers of vectors that stay: expected texts are asked about again and again. */
const keptNumbers = 5_000_000;

interface Open {
  environment: string;
  embedder: Promise<Embedder>;
  texts: BoundedCache<TokenVectors>;
}
let open: Open | null = null;
let idle: NodeJS.Timeout | null = null;

function openedFor(environment: string): Open {
  if (idle !== null) clearTimeout(idle);
  idle = setTimeout(() => {
    const { embedder } = open ?? {};
    open = null;
    void embedder?.then((one) => one.close()).catch(() => undefined);
  }, idleMs);
  idle.unref();
  if (open?.environment !== environment) {
    const embedder = openEmbedder(environment);
    // What could not be opened is tried again with the next question.
    embedder.catch(() => {
      open = null;
    });
    open = { environment, embedder, texts: new BoundedCache(keptNumbers) };
  }
  return open;
}

export async function embedTexts(ask: { environment: string; texts: string[] }): Promise<Float32Array[]> {
  const embedder = await openedFor(ask.environment).embedder;
  const vectors: Float32Array[] = [];
  for (const text of ask.texts) vectors.push(await embedder.sentence(text));
  return vectors;
}

export async function compareTexts({
  environment,
  pairs,
  references,
  baseline,
}: SimilarityQuestion): Promise<ComparedTexts> {
  const { embedder: opening, texts } = openedFor(environment);
  const embedder = await opening;
  const tokens = (text: string): Promise<TokenVectors> =>
    texts.get(
      text,
      () => embedder.tokens(text),
      ({ vectors }) => vectors.length,
    );
  const weight =
    references === null ? allAlike(embedder.marks) : inverseFrequency(references.map((text) => embedder.ids(text)));
  const compared: Similarity[] = [];
  for (const { answer, expected } of pairs) {
    compared.push(tokenSimilarity(await tokens(answer), await tokens(expected), { weight, baseline }));
  }
  return compared;
}
