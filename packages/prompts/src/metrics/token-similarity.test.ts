import { seededRandom } from '@trainyard/domain';
import { describe, expect, it } from 'vitest';
import { allAlike, inverseFrequency, similarityName, type TokenVectors, tokenSimilarity } from './token-similarity.ts';

function vectorsOf(rows: readonly (readonly [number, ...number[]])[]): TokenVectors {
  const ids = rows.map(([id]) => id);
  const values = rows.map(([, ...row]) => row);
  return { ids, vectors: Float32Array.from(values.flat()), width: values[0]?.length ?? 0 };
}

interface Token {
  values: number[];
  weight: number;
}

function cos(a: readonly number[], b: readonly number[]): number {
  let [ab, aa, bb] = [0, 0, 0];
  for (const [i, x] of a.entries()) {
    const y = b[i] ?? 0;
    ab += x * y;
    aa += x * x;
    bb += y * y;
  }
  return ab / Math.sqrt(aa * bb);
}

/** As the paper writes it, in plain loops. */
function byHand(answer: readonly Token[], expected: readonly Token[]) {
  const side = (own: readonly Token[], other: readonly Token[]): number => {
    let [sum, total] = [0, 0];
    for (const { values, weight } of own) {
      sum += weight * Math.max(...other.map((one) => cos(values, one.values)));
      total += weight;
    }
    return sum / total;
  };
  const [precision, recall] = [side(answer, expected), side(expected, answer)];
  return { precision, recall, f1: (2 * precision * recall) / (precision + recall) };
}

const even = { weight: () => 1, baseline: null };

describe('similarity of tokens', () => {
  it('is worked out by hand for two small texts', () => {
    const answer = vectorsOf([
      [1, 1, 0],
      [2, 3, 4],
    ]);
    const expected = vectorsOf([[3, 0, 2]]);
    // cos((1,0),(0,2)) = 0, cos((3,4),(0,2)) = 0.8.
    const told = tokenSimilarity(answer, expected, even);
    expect(told.precision).toBeCloseTo(0.4, 6);
    expect(told.recall).toBeCloseTo(0.8, 6);
    expect(told.f1).toBeCloseTo(0.64 / 1.2, 6);
    const weighted = tokenSimilarity(answer, expected, { ...even, weight: (id) => (id === 2 ? 3 : 1) });
    expect(weighted.precision).toBeCloseTo(0.6, 6);
    const rescaled = tokenSimilarity(answer, expected, { ...even, baseline: 0.6 });
    expect(rescaled.precision).toBeCloseTo(-0.5, 6);
    expect(rescaled.recall).toBeCloseTo(0.5, 6);
    expect(rescaled.f1).toBeCloseTo((0.64 / 1.2 - 0.6) / 0.4, 6);
  });

  it('equals plain loops on many texts, with weights', () => {
    const random = seededRandom(7);
    for (let n = 0; n < 50; n += 1) {
      const token = (): Token => ({
        values: Array.from({ length: 5 }, () => random.float() * 2 - 1),
        weight: random.float() + 0.1,
      });
      const [answer, expected] = [Array.from({ length: 3 }, token), Array.from({ length: 4 }, token)];
      const all = [...answer, ...expected];
      const weight = (id: number): number => all[id]?.weight ?? 0;
      const told = tokenSimilarity(
        vectorsOf(answer.map(({ values }, i) => [i, ...values])),
        vectorsOf(expected.map(({ values }, i) => [answer.length + i, ...values])),
        { weight, baseline: null },
      );
      const plain = byHand(answer, expected);
      for (const part of ['precision', 'recall', 'f1'] as const) expect(told[part]).toBeCloseTo(plain[part], 5);
    }
  });

  it('weighs tokens by how rare they are, and marks not at all', () => {
    const weight = inverseFrequency([
      [1, 5, 5, 2],
      [1, 6, 2],
    ]);
    expect(weight(1)).toBe(0);
    expect(weight(5)).toBeCloseTo(Math.log(3 / 2), 12);
    expect(weight(9)).toBeCloseTo(Math.log(3), 12);
    expect([1, 2, 5].map(allAlike(new Set([1, 2])))).toEqual([0, 0, 1]);
    const marks = vectorsOf([[1, 1, 0]]);
    expect(tokenSimilarity(marks, marks, { weight, baseline: null })).toEqual({ precision: 0, recall: 0, f1: 0 });
  });

  it('is called BERTScore only where the reference would give the same', () => {
    const f1 = { part: 'f1', baseline: null } as const;
    expect(similarityName({ model: 'roberta-large', layer: 17 }, f1)).toBe('BERTScore_f1');
    expect(similarityName({ model: 'roberta-large', layer: 16 }, f1)).toBe('roberta-large_f1');
    expect(similarityName({ model: 'roberta-large', layer: 17 }, { ...f1, baseline: 0.8 })).toBe('roberta-large_f1');
    expect(similarityName({ model: 'all-MiniLM-L6-v2', layer: 6 }, f1)).toBe('all-MiniLM-L6-v2_f1');
  });
});
