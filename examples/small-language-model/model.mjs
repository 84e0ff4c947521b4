// SmolLM2-135M on one thread. A question is evaluated in two pieces, always cut at the same place: all turns but the last, which
// many questions share and which stay in memory, and the last one. So an answer is the same whether its beginning was in memory
// or not; llama.cpp's sums depend on how a text is cut.
import { getLlama } from 'node-llama-cpp';

const contextTokens = 2048;
/** So many beginnings stay in memory: as many prompts as may race at a time, and their incumbent. */
const kept = 6;
/** What the model's own chat template says where a chat has no system turn. */
const usualSystem = 'You are a helpful AI assistant named SmolLM, trained by Hugging Face';

export class TooLong extends Error {}

const written = ({ role, content }) => `<|im_start|>${role}\n${content}<|im_end|>\n`;

/** Turns as the two texts that the model reads. */
function textsOf(turns) {
  const all = turns[0]?.role === 'system' ? turns : [{ role: 'system', content: usualSystem }, ...turns];
  const beginning = all.slice(0, -1).map(written).join('');
  return [beginning, `${written(all.at(-1))}<|im_start|>assistant\n`];
}

export async function openModel(path) {
  const llama = await getLlama({ gpu: false, build: 'never', skipDownload: true, maxThreads: 1, logLevel: 'error' });
  const model = await llama.loadModel({ modelPath: path, gpuLayers: 0 });
  const context = await model.createContext({
    contextSize: contextTokens,
    sequences: kept,
    threads: 1,
    batchSize: 512,
  });
  const places = Array.from({ length: kept }, () => ({
    sequence: context.getSequence(),
    beginning: null,
    length: 0,
    used: 0,
  }));
  let clock = 0;
  let last = Promise.resolve();

  async function placeOf(beginning, tokens) {
    clock += 1;
    const found = places.find((place) => place.beginning === beginning);
    const place = found ?? places.reduce((oldest, one) => (one.used < oldest.used ? one : oldest));
    place.used = clock;
    if (found === undefined) {
      place.beginning = null;
      await place.sequence.clearHistory();
      await place.sequence.evaluateWithoutGeneratingNewTokens(tokens);
      Object.assign(place, { beginning, length: tokens.length });
    } else if (place.sequence.nextTokenIndex > place.length) {
      await place.sequence.eraseContextTokenRanges([{ start: place.length, end: place.sequence.nextTokenIndex }]);
    }
    return place;
  }

  async function* write({ turns, maxTokens, temperature, topP, topK, seed, signal }) {
    const [beginning, ending] = textsOf(turns);
    const before = model.tokenize(beginning, true);
    const asked = model.tokenize(ending, true);
    const input = before.length + asked.length;
    if (input + maxTokens > contextTokens) {
      throw new TooLong(
        `${input} tokens and an answer of ${maxTokens} are more than the ${contextTokens} of this model`,
      );
    }
    const { sequence } = await placeOf(beginning, before);
    const tokens = [];
    const options = { temperature, topP, topK, seed };
    // The generator ends by itself where the model ends its turn.
    let ended = true;
    for await (const token of sequence.evaluate(asked, options)) {
      const known = model.detokenize(tokens);
      tokens.push(token);
      yield { text: model.detokenize(tokens).slice(known.length) };
      if (tokens.length >= maxTokens || signal.aborted) {
        ended = false;
        break;
      }
    }
    yield { finish: ended ? 'stop' : 'length', input, output: tokens.length + (ended ? 1 : 0) };
  }

  return {
    /** Pieces of text, then how it ended; one question at a time, the others wait. */
    async *answer(question) {
      const before = last;
      let done = () => {};
      last = new Promise((resolve) => {
        done = resolve;
      });
      await before;
      try {
        if (!question.signal.aborted) yield* write(question);
      } finally {
        done();
      }
    },
  };
}
