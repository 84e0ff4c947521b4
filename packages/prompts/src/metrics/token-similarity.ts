/** Vectors of the tokens of a text, one behind the other, `width` numbers each. */
export interface TokenVectors {
  ids: readonly number[];
  vectors: Float32Array;
  width: number;
}

export interface Similarity {
  precision: number;
  recall: number;
  f1: number;
}

export interface SimilarityOptions {
  /** Of a token in the mean; without: 1, and 0 for the marks of begin and end. */
  weight: (id: number) => number;
  /** What two unrelated texts have by chance: it becomes 0; null: the raw cosines. */
  baseline: number | null;
}

export interface EmbedderIdentity {
  model: string;
  layer: number;
}

/** Layers of which the reference implementation takes the vectors of these models (bert_score, `model2layers`). */
const references: readonly EmbedderIdentity[] = [
  { model: 'bert-base-uncased', layer: 9 },
  { model: 'bert-base-multilingual-cased', layer: 9 },
  { model: 'distilbert-base-uncased', layer: 5 },
  { model: 'microsoft/deberta-xlarge-mnli', layer: 40 },
  { model: 'roberta-large', layer: 17 },
];

/** The embedder that the product knows, and the layer of which it takes the vectors: its last. */
export const ownEmbedder: EmbedderIdentity = { model: 'all-MiniLM-L6-v2', layer: 6 };

/** BERTScore is a name for numbers that the reference would give; everything else is called by its embedder. */
export function similarityName(
  embedder: EmbedderIdentity,
  { part, baseline }: { part: keyof Similarity; baseline: number | null },
): string {
  const known = references.some(({ model, layer }) => model === embedder.model && layer === embedder.layer);
  // The reference's baselines are of thousands of sentences each; none of ours is one of them.
  return `${known && baseline === null ? 'BERTScore' : embedder.model}_${part}`;
}

function unit({ vectors, width, ids }: TokenVectors): Float32Array[] {
  return ids.map((_, i) => {
    const row = vectors.subarray(i * width, (i + 1) * width);
    const length = Math.sqrt(row.reduce((sum, value) => sum + value * value, 0));
    return row.map((value) => value / Math.max(length, 1e-12));
  });
}

function cosine(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}

function weightedMean(values: readonly number[], weights: readonly number[]): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return total === 0 ? 0 : values.reduce((sum, value, i) => sum + value * (weights[i] ?? 0), 0) / total;
}

/**
 * BERTScore's matching (Zhang et al., 2020): each token of the one text goes with the token of the other that is nearest to it.
 * Precision is the mean over the answer's tokens, recall over the expected one's.
 */
export function tokenSimilarity(
  answer: TokenVectors,
  expected: TokenVectors,
  { weight, baseline }: SimilarityOptions,
): Similarity {
  const [own, other] = [unit(answer), unit(expected)];
  const nearest = own.map(() => Number.NEGATIVE_INFINITY);
  const met = other.map(() => Number.NEGATIVE_INFINITY);
  for (const [i, a] of own.entries()) {
    for (const [j, b] of other.entries()) {
      const near = cosine(a, b);
      if (near > (nearest[i] ?? 0)) nearest[i] = near;
      if (near > (met[j] ?? 0)) met[j] = near;
    }
  }
  const precision = weightedMean(nearest, answer.ids.map(weight));
  const recall = weightedMean(met, expected.ids.map(weight));
  const f1 = precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);
  if (baseline === null) return { precision, recall, f1 };
  const rescaled = (value: number): number => (value - baseline) / (1 - baseline);
  return { precision: rescaled(precision), recall: rescaled(recall), f1: rescaled(f1) };
}

/** How rare a token is among the expected texts; one that is in all of them weighs nothing. */
export function inverseFrequency(texts: readonly (readonly number[])[]): (id: number) => number {
  const count = new Map<number, number>();
  for (const ids of texts) for (const id of new Set(ids)) count.set(id, (count.get(id) ?? 0) + 1);
  return (id) => Math.log((texts.length + 1) / ((count.get(id) ?? 0) + 1));
}

/** The marks of begin and end may be met, but do not count themselves. */
export function allAlike(marks: ReadonlySet<number>): (id: number) => number {
  return (id) => (marks.has(id) ? 0 : 1);
}
