import { readFile } from 'node:fs/promises';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { BoundedCache } from '../analysis/bounded-cache.ts';

/** Bytes of ONNX files whose sessions stay loaded. */
const keptBytes = 512 * 1024 * 1024;
const batchWindows = 64;

interface Loaded {
  session: InferenceSession;
  bytes: number;
}

/** What an ONNX file is and takes. */
export interface OnnxFile {
  path: string;
  sha256: string;
}

/** A file whose graph is not what the trainer said it is, in words that end a sentence. */
export class UnfitGraph extends Error {}

async function load(path: string): Promise<Loaded> {
  // From memory: a graph could name other files, which only a path would let it read.
  const bytes = await readFile(path);
  try {
    const session = await InferenceSession.create(bytes, {
      executionProviders: ['cpu'],
      intraOpNumThreads: 1,
      interOpNumThreads: 1,
      logSeverityLevel: 3,
    });
    return { session, bytes: bytes.length };
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    throw new UnfitGraph(`its ONNX file cannot be loaded (${reason.slice(0, 200)})`);
  }
}

/** Trainers call them so; else it is the last output, behind labels that converters put first. */
function outputOf(session: InferenceSession): string {
  const known = ['scores', 'probabilities', 'logits'].find((name) => session.outputNames.includes(name));
  return known ?? session.outputNames.at(-1) ?? '';
}

/** Sessions by the digest of their file, the ones used last. */
export class OnnxSessions {
  readonly #kept = new BoundedCache<Loaded>(keptBytes);

  /** Scores of each window, a row a window. `windows` holds them one behind the other, each (channels, samples). */
  async scores(
    file: OnnxFile,
    windows: Float32Array,
    shape: { channels: number; samples: number; classes: number },
  ): Promise<Float64Array[]> {
    const { channels, samples, classes } = shape;
    const { session } = await this.#kept.get(
      file.sha256,
      () => load(file.path),
      ({ bytes }) => bytes,
    );
    const input = session.inputMetadata[0];
    if (input === undefined || !input.isTensor) throw new UnfitGraph('its ONNX file takes no tensor');
    const flat = channels === 1 && input.shape.length === 2;
    const fixed = typeof input.shape[0] === 'number' && input.shape[0] > 0 ? input.shape[0] : null;
    if (fixed !== null && fixed !== 1)
      throw new UnfitGraph(`its ONNX file takes ${fixed} windows at once, no other number`);
    const perWindow = channels * samples;
    const count = windows.length / perWindow;
    const rows: Float64Array[] = [];
    for (let from = 0; from < count; ) {
      const n = fixed ?? Math.min(batchWindows, count - from);
      const data = windows.slice(from * perWindow, (from + n) * perWindow);
      const tensor = new Tensor('float32', data, flat ? [n, samples] : [n, channels, samples]);
      const name = outputOf(session);
      const answer = (await this.#run(session, input.name, tensor, name)).data;
      if (answer.length !== n * classes) {
        throw new UnfitGraph(`its ONNX file gives ${answer.length / n} scores a window for ${classes} classes`);
      }
      const values = Float64Array.from(answer as ArrayLike<number>, Number);
      for (let i = 0; i < n; i += 1) rows.push(values.slice(i * classes, (i + 1) * classes));
      from += n;
    }
    return rows;
  }

  async #run(session: InferenceSession, input: string, tensor: Tensor, output: string): Promise<Tensor> {
    try {
      const answer = (await session.run({ [input]: tensor }, [output]))[output];
      if (answer === undefined || typeof answer.data === 'string') throw new Error('no scores came');
      return answer;
    } catch (error) {
      const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
      throw new UnfitGraph(
        `its ONNX file cannot be run on windows of ${tensor.dims.join(' × ')} (${reason.slice(0, 200)})`,
      );
    }
  }
}
