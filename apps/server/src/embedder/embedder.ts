import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { z } from 'zod';
import { bertGraph } from './bert-graph.ts';
import { readSafetensors } from './safetensors.ts';
import { WordPieces } from './word-pieces.ts';
import { zipEntry } from './zip-entry.ts';

const most = { tokens: 256, characters: 20_000, bytes: 200_000_000 };
const shape = { layers: 6, heads: 12, epsilon: 1e-12 };
const tokenizer = z.object({ model: z.object({ vocab: z.record(z.string(), z.int()) }) });

export interface TokenVectors {
  ids: number[];
  /** One behind the other, `width` numbers each. */
  vectors: Float32Array;
  width: number;
}

export interface Embedder {
  /** Ids of the marks of begin and end. */
  marks: ReadonlySet<number>;
  ids(text: string): number[];
  tokens(text: string): Promise<TokenVectors>;
  /** The mean of the tokens' vectors, of length 1. */
  sentence(text: string): Promise<Float32Array>;
  /** Gives its memory back. */
  close(): Promise<void>;
}

/** Where the package lies in the environment, whichever Python made it. */
async function archiveIn(environment: string): Promise<string> {
  const library = join(environment, 'lib');
  const pythons = await readdir(library);
  const python = pythons.find((name) => name.startsWith('python')) ?? 'python3';
  return join(library, python, 'site-packages', 'all_minilm_l6_v2', 'model.zip');
}

export async function sessionOf(model: Uint8Array): Promise<InferenceSession> {
  return InferenceSession.create(model, {
    executionProviders: ['cpu'],
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    logSeverityLevel: 3,
  });
}

export async function runTokens(session: InferenceSession, ids: readonly number[]): Promise<TokenVectors> {
  const feed = (values: readonly number[]): Tensor =>
    new Tensor('int64', BigInt64Array.from(values, BigInt), [values.length]);
  const answer = await session.run({ ids: feed(ids), positions: feed(ids.map((_, i) => i)) });
  const [output] = Object.values(answer);
  if (output === undefined || !(output.data instanceof Float32Array)) throw new Error('no vectors came');
  return { ids: [...ids], vectors: output.data, width: output.dims[1] ?? 0 };
}

export function meanVector({ ids, vectors, width }: TokenVectors): Float32Array {
  const mean = new Float32Array(width);
  for (let i = 0; i < vectors.length; i += 1) mean[i % width] = (mean[i % width] ?? 0) + (vectors[i] ?? 0) / ids.length;
  const length = Math.hypot(...mean);
  return mean.map((value) => value / Math.max(length, 1e-12));
}

/** The model of an environment that is installed. It takes much memory until it is closed. */
export async function openEmbedder(environment: string): Promise<Embedder> {
  const zip = await readFile(await archiveIn(environment));
  const words = tokenizer.parse(JSON.parse((await zipEntry(zip, 'tokenizer.json', most.bytes)).toString('utf8')));
  const pieces = new WordPieces(words.model.vocab);
  const weights = readSafetensors(await zipEntry(zip, 'model.safetensors', most.bytes));
  const session = await sessionOf(bertGraph(weights, shape));
  const ids = (text: string): number[] => pieces.encode(text.slice(0, most.characters), most.tokens);
  const tokens = (text: string): Promise<TokenVectors> => runTokens(session, ids(text));
  return {
    marks: new Set(ids('')),
    ids,
    tokens,
    sentence: async (text) => meanVector(await tokens(text)),
    close: () => session.release(),
  };
}
