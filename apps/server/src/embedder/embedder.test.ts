import { deflateRawSync } from 'node:zlib';
import { seededRandom } from '@trainyard/domain';
import { describe, expect, it } from 'vitest';
import { bertGraph } from './bert-graph.ts';
import { meanVector, runTokens, sessionOf } from './embedder.ts';
import { readSafetensors, type Weights } from './safetensors.ts';
import { WordPieces } from './word-pieces.ts';
import { zipEntry } from './zip-entry.ts';

const size = { words: 12, places: 6, width: 8, wide: 16, layers: 2, heads: 2, epsilon: 1e-12 };

function tinyWeights(): Map<string, Weights> {
  const random = seededRandom(3);
  const weights = new Map<string, Weights>();
  const put = (name: string, ...shape: number[]): void => {
    const count = shape.reduce((product, one) => product * one, 1);
    weights.set(name, { shape, values: Float32Array.from({ length: count }, () => random.float() - 0.5) });
  };
  const linear = (name: string, to: number, from: number): void => {
    put(`${name}.weight`, to, from);
    put(`${name}.bias`, to);
  };
  const norm = (name: string): void => {
    put(`${name}.weight`, size.width);
    put(`${name}.bias`, size.width);
  };
  put('embeddings.word_embeddings.weight', size.words, size.width);
  put('embeddings.position_embeddings.weight', size.places, size.width);
  put('embeddings.token_type_embeddings.weight', 2, size.width);
  norm('embeddings.LayerNorm');
  for (let i = 0; i < size.layers; i += 1) {
    const layer = `encoder.layer.${i}`;
    for (const one of ['query', 'key', 'value']) linear(`${layer}.attention.self.${one}`, size.width, size.width);
    linear(`${layer}.attention.output.dense`, size.width, size.width);
    norm(`${layer}.attention.output.LayerNorm`);
    linear(`${layer}.intermediate.dense`, size.wide, size.width);
    linear(`${layer}.output.dense`, size.width, size.wide);
    norm(`${layer}.output.LayerNorm`);
  }
  return weights;
}

/** Abramowitz and Stegun 7.1.26, good to 1.5e-7. */
function erf(x: number): number {
  const t = 1 / (1 + 0.3275911 * Math.abs(x));
  const sum = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  return Math.sign(x) * (1 - sum * Math.exp(-x * x));
}

/** The same network in plain loops over rows, as its paper writes it. */
function byHand(weights: ReadonlyMap<string, Weights>, ids: readonly number[]): number[][] {
  const of = (name: string): number[] => [...(weights.get(name)?.values ?? [])];
  const row = (name: string, i: number): number[] => of(name).slice(i * size.width, (i + 1) * size.width);
  const plus = (a: readonly number[], b: readonly number[]): number[] => a.map((value, i) => value + (b[i] ?? 0));
  const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, v, i) => sum + v * (b[i] ?? 0), 0);
  const linear = (x: readonly number[], name: string): number[] => {
    const matrix = of(`${name}.weight`);
    return of(`${name}.bias`).map((bias, i) => bias + dot(x, matrix.slice(i * x.length, (i + 1) * x.length)));
  };
  const norm = (x: readonly number[], name: string): number[] => {
    const mean = x.reduce((sum, value) => sum + value, 0) / x.length;
    const variance = x.reduce((sum, value) => sum + (value - mean) ** 2, 0) / x.length;
    const [scale, shift] = [of(`${name}.weight`), of(`${name}.bias`)];
    return x.map((v, i) => ((v - mean) / Math.sqrt(variance + size.epsilon)) * (scale[i] ?? 0) + (shift[i] ?? 0));
  };
  let at = ids.map((id, i) => {
    const words = plus(row('embeddings.word_embeddings.weight', id), row('embeddings.position_embeddings.weight', i));
    return norm(plus(words, row('embeddings.token_type_embeddings.weight', 0)), 'embeddings.LayerNorm');
  });
  const part = size.width / size.heads;
  for (let layer = 0; layer < size.layers; layer += 1) {
    const name = `encoder.layer.${layer}`;
    const [query, key, value] = ['query', 'key', 'value'].map((one) =>
      at.map((x) => linear(x, `${name}.attention.self.${one}`)),
    );
    const seen = at.map((_, i) =>
      Array.from({ length: size.heads }, (_head, h) => {
        const own = (x: readonly number[] | undefined): number[] => (x ?? []).slice(h * part, (h + 1) * part);
        const scores = at.map((_other, j) => Math.exp(dot(own(query?.[i]), own(key?.[j])) / Math.sqrt(part)));
        const total = scores.reduce((sum, score) => sum + score, 0);
        return Array.from({ length: part }, (_v, k) =>
          scores.reduce((sum, score, j) => sum + (score / total) * (own(value?.[j])[k] ?? 0), 0),
        );
      }).flat(),
    );
    at = at.map((x, i) => {
      const mixed = plus(linear(seen[i] ?? [], `${name}.attention.output.dense`), x);
      const attended = norm(mixed, `${name}.attention.output.LayerNorm`);
      const wide = linear(attended, `${name}.intermediate.dense`).map((v) => 0.5 * v * (1 + erf(v / Math.SQRT2)));
      return norm(plus(linear(wide, `${name}.output.dense`), attended), `${name}.output.LayerNorm`);
    });
  }
  return at;
}

describe('the embedder', () => {
  it('gives the vectors of the network in plain loops', async () => {
    const weights = tinyWeights();
    const session = await sessionOf(bertGraph(weights, size));
    for (const ids of [[1], [3, 11, 3, 0], [5, 4, 3, 2, 1, 0]]) {
      const told = await runTokens(session, ids);
      const plain = byHand(weights, ids).flat();
      expect(told.width).toBe(size.width);
      expect(told.vectors).toHaveLength(plain.length);
      for (const [i, value] of plain.entries()) expect(told.vectors[i]).toBeCloseTo(value, 4);
    }
    await session.release();
    const mean = meanVector({ ids: [1, 2], vectors: Float32Array.of(3, 0, 3, 8), width: 2 });
    expect([...mean].map((value) => Number(value.toFixed(6)))).toEqual([0.6, 0.8]);
  });

  it('says which weights are lacking', () => {
    const weights = tinyWeights();
    weights.delete('encoder.layer.1.output.dense.bias');
    expect(() => bertGraph(weights, size)).toThrow('the model has no weights encoder.layer.1.output.dense.bias');
  });

  it('cuts words as the reference does', () => {
    const vocabulary = ['[UNK]', '[CLS]', '[SEP]', 'un', '##aff', '##able', 'hello', ',', '!', '中', '##s'];
    const pieces = new WordPieces(Object.fromEntries(vocabulary.map((piece, i) => [piece, i])));
    const of = (text: string, most = 100) => pieces.encode(text, most).map((id) => vocabulary[id]);
    expect(of('UNaffable')).toEqual(['[CLS]', 'un', '##aff', '##able', '[SEP]']);
    expect(of('Héllò,\u0000 hellos!中中')).toEqual(['[CLS]', 'hello', ',', 'hello', '##s', '!', '中', '中', '[SEP]']);
    expect(of(`unx ${'un'.repeat(60)}`)).toEqual(['[CLS]', '[UNK]', '[UNK]', '[SEP]']);
    expect(of('hello '.repeat(50), 5)).toEqual(['[CLS]', 'hello', 'hello', 'hello', '[SEP]']);
    expect(of('')).toEqual(['[CLS]', '[SEP]']);
  });
});

/** An archive of two files: one as it is, one deflated. */
function archive(files: Readonly<Record<string, string>>): Buffer {
  const [bodies, entries]: [Buffer[], Buffer[]] = [[], []];
  let at = 0;
  for (const [i, [name, text]] of Object.entries(files).entries()) {
    const method = i === 0 ? 0 : 8;
    const data = method === 0 ? Buffer.from(text) : deflateRawSync(text);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(method, 10);
    entry.writeUInt32LE(data.length, 20);
    entry.writeUInt32LE(Buffer.byteLength(text), 24);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(at, 42);
    bodies.push(local, Buffer.from(name), data);
    entries.push(entry, Buffer.from(name));
    at += 30 + name.length + data.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Object.keys(files).length, 10);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...bodies, ...entries, end, Buffer.from('a comment')]);
}

describe('a package with weights', () => {
  it('is read file by file, and no further than it says', async () => {
    const zip = archive({ 'a.txt': 'as it is', 'b.json': 'x'.repeat(1000) });
    expect(String(await zipEntry(zip, 'a.txt', 100))).toBe('as it is');
    expect(String(await zipEntry(zip, 'b.json', 1000))).toBe('x'.repeat(1000));
    await expect(zipEntry(zip, 'b.json', 999)).rejects.toThrow('b.json has 1000 bytes, more than 999');
    await expect(zipEntry(zip, 'c', 1)).rejects.toThrow('the archive has no c');
    await expect(zipEntry(Buffer.alloc(50), 'c', 1)).rejects.toThrow('it is no zip file');
  });

  it('holds tensors by name, wherever their bytes begin', () => {
    const tensors = {
      __metadata__: { format: 'pt' },
      a: { dtype: 'F32', shape: [2], data_offsets: [0, 8] },
      n: { dtype: 'I64', shape: [1], data_offsets: [8, 16] },
    };
    for (const padding of ['', ' ', '  ', '   ']) {
      const header = Buffer.from(JSON.stringify(tensors) + padding);
      const length = Buffer.alloc(8);
      length.writeBigUInt64LE(BigInt(header.length));
      const data = Buffer.from(Float32Array.of(1.5, -2, 0, 0).buffer);
      const read = readSafetensors(Buffer.concat([length, header, data]));
      expect([...read.keys()]).toEqual(['a']);
      expect([...(read.get('a')?.values ?? [])]).toEqual([1.5, -2]);
    }
  });
});
