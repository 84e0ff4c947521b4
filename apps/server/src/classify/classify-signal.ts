import { type Classification, type SignalInput, TrainyardError } from '@trainyard/contracts';
import { resample } from '@trainyard/domain';
import { type OnnxFile, OnnxSessions, UnfitGraph } from './onnx-sessions.ts';
import { type ReadSignal, readSignalFile, readSignalNumbers, signalUnfit } from './read-signal.ts';

/** Windows overlap by half, so that what falls between two is seen whole by one. */
const overlap = 0.5;
const mostWindows = 4096;
/** So many times beyond what was learned from. */
const strange = 3;
/** Over all channels, at the rate of the model. */
const mostSamples = 32 * 1024 * 1024;

export interface ClassifyAsk {
  /** As people call it, for what is said of it. */
  called: string;
  file: OnnxFile;
  input: SignalInput;
  classes: string[];
  /** Pieces of a file, the numbers of a request, or numbers of one channel of which all are numbers. */
  source: { pieces: Uint8Array[] } | { numbers: unknown[] } | { channel: Float64Array };
  rateHz: number | null;
}
export type ClassifyAnswer = Omit<Classification, 'model' | 'run'>;

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

function numberOf({ channels }: SignalInput): number {
  return typeof channels === 'number' ? channels : channels.length;
}

function named({ channels }: SignalInput): string {
  return typeof channels === 'number' ? '' : ` (${channels.join(', ')})`;
}

function seconds(value: number): string {
  return `${Number(value.toPrecision(4))} s`;
}

function read(source: ClassifyAsk['source'], channels: number): ReadSignal {
  if ('pieces' in source) return readSignalFile(joined(source.pieces), channels);
  if ('channel' in source) return { format: 'json', channels: [source.channel], rateHz: null };
  return readSignalNumbers(source.numbers);
}

/** Everything that is wrong with what came, said before anything is computed. */
function checkSignal({ channels }: ReadSignal, input: SignalInput, rateHz: number): void {
  const wanted = numberOf(input);
  const n = channels[0]?.length ?? 0;
  if (channels.length !== wanted) {
    const had = channels.length === 1 ? '1 channel' : `${channels.length} channels`;
    throw signalUnfit(`it has ${had}, the model takes ${wanted}${named(input)}`);
  }
  if (channels.some((channel) => channel.length !== n)) throw signalUnfit('its channels are not of one length');
  for (const [c, channel] of channels.entries()) {
    const at = channel.findIndex((value) => !Number.isFinite(value));
    if (at < 0) continue;
    const where = channels.length === 1 ? '' : ` of channel ${c + 1}`;
    throw signalUnfit(`value ${at + 1}${where} is ${channel[at]}; every value must be a finite number`);
  }
  const need = input.window_samples / input.rate_hz;
  // Counted at the model's rate, as its windows are.
  if (Math.ceil((n / rateHz) * input.rate_hz - 1e-6) < input.window_samples) {
    throw signalUnfit(`it lasts ${seconds(n / rateHz)}, and a window of the model ${seconds(need)}`);
  }
  if ((n / rateHz) * input.rate_hz * wanted > mostSamples) {
    throw signalUnfit(
      `it lasts ${seconds(n / rateHz)}, which is longer than is classified at once; send a stretch of it`,
    );
  }
}

/** Probabilities as they are; scores of another kind (logits) are made ones. */
export function probabilitiesOf(scores: Float64Array): Float64Array {
  const sum = scores.reduce((total, score) => total + score, 0);
  if (scores.every((score) => score >= -1e-6) && Math.abs(sum - 1) < 1e-3) return scores;
  const most = Math.max(...scores);
  const raised = scores.map((score) => Math.exp(score - most));
  const total = raised.reduce((all, value) => all + value, 0);
  return raised.map((value) => value / total);
}

function likeliest(probabilities: Float64Array, classes: readonly string[]): string {
  let best = 0;
  for (const [i, value] of probabilities.entries()) if (value > (probabilities[best] ?? 0)) best = i;
  return classes[best] ?? '';
}

/** A signal in another unit gets an answer too, and a sure one: nothing in the answer would tell. */
function strangeStrength({ channels }: ReadSignal, { rms: known }: SignalInput): string | null {
  if (known === undefined) return null;
  const values = channels.reduce((sum, channel) => sum + channel.length, 0);
  const power = channels.reduce((sum, channel) => sum + channel.reduce((all, value) => all + value * value, 0), 0);
  const rms = Math.sqrt(power / Math.max(1, values));
  const told = (value: number): string => String(Number(value.toPrecision(3)));
  const against = (name: string, value: number): string =>
    `(root mean square ${told(rms)} against ${name} ${told(value)}): it may be in another unit than the training data.`;
  if (rms > strange * known.high)
    return `The signal is far stronger than all that the model learned from ${against('at most', known.high)}`;
  if (rms * strange < known.low)
    return `The signal is far weaker than all that the model learned from ${against('at least', known.low)}`;
  return null;
}

function notesOf(signal: ReadSignal, input: SignalInput, rateHz: number, left: number): string[] {
  const notes: string[] = [];
  if (rateHz !== input.rate_hz) notes.push(`It was resampled from ${rateHz} Hz to the model's ${input.rate_hz} Hz.`);
  if (rateHz < input.rate_hz * 0.999) {
    notes.push(
      `Above ${rateHz / 2} Hz the signal holds nothing, where the model learned from data up to ${input.rate_hz / 2} Hz.`,
    );
  }
  for (const [c, channel] of signal.channels.entries()) {
    if (!channel.every((value) => value === channel[0])) continue;
    notes.push(
      `${signal.channels.length === 1 ? 'The signal' : `Channel ${c + 1}`} is constant: the answer says nothing.`,
    );
  }
  const strength = strangeStrength(signal, input);
  if (strength !== null) notes.push(strength);
  if (left > 0) notes.push(`The last ${seconds(left / input.rate_hz)} make no whole window and were left out.`);
  return notes;
}

/** A signal as windows of the model's rate, one behind the other, each (channels, samples). */
export interface CutSignal {
  windows: Float32Array<ArrayBuffer>;
  count: number;
  hop: number;
  signal: Classification['signal'];
  notes: string[];
  milliseconds: number;
}

/** Reads, checks, resamples and cuts. */
export function cutSignal(ask: Pick<ClassifyAsk, 'input' | 'source' | 'rateHz'>): CutSignal {
  const began = performance.now();
  const { input, source } = ask;
  const wanted = numberOf(input);
  const signal = read(source, wanted);
  const rateHz = ask.rateHz ?? signal.rateHz;
  if (rateHz === null) throw signalUnfit('its rate is not known; say it in Hz');
  checkSignal(signal, input, rateHz);
  const channels = signal.channels.map((channel) => resample(channel, rateHz, input.rate_hz));
  const n = channels[0]?.length ?? 0;
  const size = input.window_samples;
  const hop = Math.max(1, Math.round(size * (1 - overlap)));
  const count = Math.floor((n - size) / hop) + 1;
  if (count > mostWindows) {
    throw signalUnfit(
      `it makes ${count} windows, and at most ${mostWindows} are classified at once; send a stretch of it`,
    );
  }
  const windows = new Float32Array(count * wanted * size);
  for (let w = 0; w < count; w += 1) {
    for (const [c, channel] of channels.entries()) {
      windows.set(channel.subarray(w * hop, w * hop + size), (w * wanted + c) * size);
    }
  }
  const length = signal.channels[0]?.length ?? 0;
  return {
    windows,
    count,
    hop,
    signal: {
      format: signal.format,
      channels: wanted,
      samples: length,
      rate_hz: rateHz,
      seconds: length / rateHz,
      model_rate_hz: input.rate_hz,
    },
    notes: notesOf(signal, input, rateHz, n - ((count - 1) * hop + size)),
    milliseconds: performance.now() - began,
  };
}

export interface JudgeAsk extends Pick<ClassifyAsk, 'called' | 'file' | 'input' | 'classes'> {
  cut: Omit<CutSignal, 'windows'>;
  /** What the graph takes of each window, one behind the other: the window itself, or a row of features. */
  taken: Float32Array;
  shape: { channels: number; samples: number };
}

/** Classifies signals: all that would hold up other requests, on a thread of its own. */
export class SignalClassifier {
  readonly #sessions = new OnnxSessions();

  async classify(ask: ClassifyAsk): Promise<ClassifyAnswer> {
    const { windows, ...cut } = cutSignal(ask);
    const shape = { channels: numberOf(ask.input), samples: ask.input.window_samples };
    return this.judge({ ...ask, cut, taken: windows, shape });
  }

  async judge({ called, file, input, classes, cut, taken, shape }: JudgeAsk): Promise<ClassifyAnswer> {
    const began = performance.now();
    const { count, hop, signal, notes } = cut;
    const scores = await this.#sessions
      .scores(file, taken, { ...shape, classes: classes.length })
      .catch((error: unknown) => {
        if (!(error instanceof UnfitGraph)) throw error;
        throw new TrainyardError('model-no-signal', { model: called, detail: error.message });
      });
    const rows = scores.map(probabilitiesOf);
    const mean = Float64Array.from(classes, (_, k) => rows.reduce((sum, row) => sum + (row[k] ?? 0), 0) / count);
    if (mean.some((value) => !Number.isFinite(value))) {
      const detail = 'it answered with something that is no number';
      throw new TrainyardError('model-no-signal', { model: called, detail });
    }
    return {
      classes,
      probabilities: [...mean],
      prediction: likeliest(mean, classes),
      windows: rows.map((row, w) => ({
        from_s: (w * hop) / input.rate_hz,
        to_s: (w * hop + input.window_samples) / input.rate_hz,
        probabilities: [...row],
        prediction: likeliest(row, classes),
      })),
      signal,
      notes,
      milliseconds: cut.milliseconds + performance.now() - began,
    };
  }
}
