import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Client } from '@trainyard/api-client';
import { type Classification, classification, problem } from '@trainyard/contracts';
import { meanSignOnnx } from '@trainyard/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FixtureFile, modelRun } from '../model-run.fixture.ts';
import { type TestServer, testServer } from '../server.fixture.ts';

const rate = 1000;
const samples = 250;
const input = { kind: 'signal', rate_hz: rate, window_samples: samples, channels: 1 };
const meta = { classes: ['up', 'down'], input };

let server: TestServer;
let client: Client;
let run: { id: string; number: number };
beforeAll(async () => {
  server = await testServer();
  client = server.client;
  run = await modelRun(server, { files: [onnx(meanSignOnnx({ samples }), meta)] });
  await client.call('registerModel', { params: { name: 'mean-sign' }, body: { run: run.number } });
});
afterAll(() => server.end());

function onnx(content: Uint8Array, told: Record<string, unknown>): FixtureFile {
  return { path: 'model.onnx', kind: 'onnx', content, meta: told };
}

const flat = (n: number, value: number): number[] => Array.from({ length: n }, () => value);

function classify(signal: unknown[], rateHz = rate, id = run.id): Promise<Classification> {
  return client.call('classifyByRun', { params: { id }, body: { signal, rate_hz: rateHz } });
}

async function send(content: Uint8Array | string, fields: Record<string, string> = {}, ref = 'mean-sign@1') {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', new Blob([Buffer.from(content)]), 'signal.bin');
  const response = await fetch(`${server.url}/api/v1/models/${ref}/classify`, {
    method: 'POST',
    headers: { authorization: `Bearer ${server.localKey}` },
    body: form,
  });
  const body: unknown = await response.json();
  return response.ok ? classification.parse(body) : problem.parse(body).detail;
}

async function refusal(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'answered',
    (error: Error) => error.message.replace('The signal cannot be classified: ', ''),
  );
}

function npy(shape: readonly number[], values: readonly number[], fortran = false): Uint8Array {
  const text = `{'descr': '<f4', 'fortran_order': ${fortran ? 'True' : 'False'}, 'shape': (${shape.join(', ')},), }`;
  const header = Buffer.from(`${text.padEnd(117)}\n`, 'latin1');
  const lead = Buffer.from([0x93, ...Buffer.from('NUMPY'), 1, 0, header.length, 0]);
  return Buffer.concat([lead, header, Buffer.from(Float32Array.from(values).buffer)]);
}

function wav(values: readonly number[], rateHz: number): Uint8Array {
  const data = Buffer.from(Int16Array.from(values, (value) => Math.round(value * 32_767)).buffer);
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + data.length, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(rateHz, 24);
  head.writeUInt32LE(rateHz * 2, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  head.write('data', 36);
  head.writeUInt32LE(data.length, 40);
  return Buffer.concat([head, data]);
}

describe('a signal as numbers', () => {
  it('is classified by window and over all of them', async () => {
    const said = await classify([...flat(500, 0.2), ...flat(500, -0.1)]);
    expect(said).toMatchObject({ classes: ['up', 'down'], prediction: 'up', model: null, run: { number: run.number } });
    expect(said.windows.map(({ from_s, to_s, prediction }) => [from_s, to_s, prediction])).toEqual([
      [0, 0.25, 'up'],
      [0.125, 0.375, 'up'],
      [0.25, 0.5, 'up'],
      [0.375, 0.625, 'up'],
      [0.5, 0.75, 'down'],
      [0.625, 0.875, 'down'],
      [0.75, 1, 'down'],
    ]);
    expect(said.windows[0]?.probabilities[0]).toBeCloseTo(1 / (1 + Math.exp(-4)), 5);
    const mean = said.windows.reduce((sum, { probabilities }) => sum + (probabilities[0] ?? 0), 0) / 7;
    expect(said.probabilities[0]).toBeCloseTo(mean, 9);
    expect(said.signal).toMatchObject({ format: 'json', samples: 1000, rate_hz: 1000, seconds: 1 });
  });

  it('of another rate is resampled, and what that means is said', async () => {
    const said = await classify(flat(2560, 0.2), 2560);
    expect(said.prediction).toBe('up');
    expect(said.notes).toEqual([
      "It was resampled from 2560 Hz to the model's 1000 Hz.",
      'The signal is constant: the answer says nothing.',
    ]);
    const slow = await classify([...flat(299, 0.2), 0.3], 400);
    expect(slow.notes).toContain(
      'Above 200 Hz the signal holds nothing, where the model learned from data up to 500 Hz.',
    );
    const rest = await classify([...flat(300, 0.2), 0.3]);
    expect(rest.notes).toEqual(['The last 0.051 s make no whole window and were left out.']);
  });

  it('in another unit than the training data gets an answer, and the doubt with it', async () => {
    const known = { ...meta, input: { ...input, rms: { low: 0.05, high: 0.4 } } };
    const { id } = await modelRun(server, { files: [onnx(meanSignOnnx({ samples }), known)] });
    const wave = (size: number) => Array.from({ length: 500 }, (_, i) => (i % 2 === 0 ? size : -size / 2));
    expect((await classify(wave(0.3), rate, id)).notes).toEqual([]);
    expect((await classify(wave(3000), rate, id)).notes).toEqual([
      'The signal is far stronger than all that the model learned from (root mean square 2370 against at most 0.4): it may be in another unit than the training data.',
    ]);
    expect((await classify(wave(0.001), rate, id)).notes[0]).toContain('far weaker');
  });

  it('that cannot be classified is refused in words', async () => {
    expect(await refusal(classify(flat(100, 0)))).toBe('it lasts 0.1 s, and a window of the model 0.25 s.');
    expect(await refusal(classify([...flat(300, 0), null]))).toBe('value 301 is null; a number was expected.');
    expect(await refusal(classify([...flat(300, 0), '<script>']))).toBe(
      'value 301 is "<script>"; a number was expected.',
    );
    expect(await refusal(classify([flat(300, 0), flat(300, 0)]))).toBe('it has 2 channels, the model takes 1.');
    expect(await refusal(classify([flat(300, 0), 3]))).toBe('channel 2 is no list of numbers.');
    expect(await refusal(classify(flat(300, 0), -1))).toContain('rate_hz');
    expect(await refusal(classify([]))).toContain('signal');
    expect(await refusal(client.call('classifyByRun', { params: { id: run.id }, body: null }))).toContain(
      'type that is not taken',
    );
  });
});

describe('a signal as a file', () => {
  it('is read from .npy, .csv and .wav, with the rate that the file tells', async () => {
    const signal = [...flat(499, 0.2), 0.1];
    const answers = [
      await send(npy([500], signal), { rate_hz: '1000' }),
      await send(npy([500, 1], signal), { rate_hz: '1000' }),
      await send(signal.join('\n'), { rate_hz: '1000' }),
      await send(`time,a\n${signal.map((value, i) => `${i / 1000},${value}`).join('\r\n')}\n`),
      await send(wav(signal, 1000)),
    ];
    expect(answers.map((said) => (typeof said === 'string' ? said : [said.signal.format, said.prediction]))).toEqual([
      ['npy', 'up'],
      ['npy', 'up'],
      ['csv', 'up'],
      ['csv', 'up'],
      ['wav', 'up'],
    ]);
    for (const said of answers) {
      if (typeof said === 'string') throw new Error(said);
      expect(said.model).toEqual({ name: 'mean-sign', version: 1 });
      expect(said.probabilities[0]).toBeCloseTo(
        answers[0] instanceof Object ? (answers[0].probabilities[0] ?? 0) : 0,
        3,
      );
    }
  });

  it('that cannot be read is refused in words', async () => {
    const at = { rate_hz: '1000' };
    const told: [content: Uint8Array | string, fields: Record<string, string>, words: string][] = [
      [npy([300], flat(300, 0)), {}, 'its rate is not known; say it in Hz'],
      [npy([300], flat(300, 0)), { rate_hz: 'fast' }, 'its rate "fast" is no number of Hz above 0'],
      [npy([300], flat(200, 0)), at, 'its file is shorter than its header says'],
      [npy([2, 300], flat(600, 0)), at, 'it has 2 channels, the model takes 1'],
      [npy([2, 3, 50], flat(300, 0)), at, 'its array has the shape (2, 3, 50); one signal was expected'],
      [npy([300], [...flat(299, 0), Number.NaN]), at, 'value 300 is NaN; every value must be a finite number'],
      [npy([300], [...flat(299, 0), Number.POSITIVE_INFINITY]), at, 'value 300 is Infinity'],
      ['MATLAB 5.0 MAT-file', at, 'MAT files are not read here'],
      ['', at, 'the file is empty'],
      ['1\n2\nthree\n', at, 'line 3, column 1 holds "three"; a number was expected'],
      ['1,2\n3\n', at, 'line 2 has 1 columns, the first line has 2'],
      [Buffer.from([1, 0, 2, 0]), at, 'it is neither .npy nor .csv nor .wav'],
      [`RIFF    WAVE${'x'.repeat(40)}`, at, 'it is damaged or no WAV file'],
    ];
    for (const [content, fields, words] of told) {
      expect(await send(content, fields), words).toContain(`The signal cannot be classified: ${words}`);
    }
  });
});

describe('a model', () => {
  const answerOf = async (files: readonly FixtureFile[]): Promise<string> => {
    const other = await modelRun(server, { files });
    const said = await refusal(classify([...flat(300, 0.2)], rate, other.id));
    return said.replace(`Run ${other.number} cannot classify a signal: `, '');
  };

  it('that takes no signal, or is not what its trainer says, is refused in words', async () => {
    const graph = meanSignOnnx({ samples });
    expect(await answerOf([{ path: 'm.pt', kind: 'model', content: 'w' }])).toContain('it kept no ONNX file');
    expect(await answerOf([])).toBe('it kept no model.');
    expect(await answerOf([onnx(graph, { classes: ['a'], features: ['rms', 'kurtosis'] })])).toBe(
      'its ONNX file takes 2 features, and no program that computes them from a signal lies beside it (meta.input.through).',
    );
    expect(await answerOf([onnx(graph, { classes: ['a'] })])).toContain('does not say that it takes a signal');
    expect(await answerOf([onnx(graph, { input })])).toContain('does not name its classes');
    expect(await answerOf([onnx(graph, { ...meta, classes: ['a', 'b', 'c'] })])).toBe(
      'its ONNX file gives 2 scores a window for 3 classes.',
    );
    expect(await answerOf([onnx(Buffer.from('no graph'), meta)])).toContain('its ONNX file cannot be loaded');
    const longer = { ...meta, input: { ...input, window_samples: 200 } };
    expect(await answerOf([onnx(graph, longer)])).toContain('cannot be run on windows of 2 × 1 × 200'.slice(0, 30));
  });

  it('may give logits, and take several channels', async () => {
    const plain = await modelRun(server, { files: [onnx(meanSignOnnx({ samples, softmax: false }), meta)] });
    const [mine, theirs] = [await classify(flat(300, 0.2)), await classify(flat(300, 0.2), rate, plain.id)];
    expect(theirs.probabilities[0]).toBeCloseTo(mine.probabilities[0] ?? 0, 5);
    const two = await modelRun(server, {
      files: [
        onnx(meanSignOnnx({ samples, channels: 2 }), { ...meta, input: { ...input, channels: ['drive', 'fan'] } }),
      ],
    });
    expect((await classify([flat(300, -0.4), flat(300, 0.2)], rate, two.id)).prediction).toBe('down');
    expect(await refusal(classify(flat(300, 0), rate, two.id))).toBe(
      'it has 1 channel, the model takes 2 (drive, fan).',
    );
  });

  it('answers for one second within 50 ms, and the event loop is never held for it', async () => {
    const fast = { ...input, rate_hz: 12_000, window_samples: 3000 };
    const quick = await modelRun(server, { files: [onnx(meanSignOnnx({ samples: 3000 }), { ...meta, input: fast })] });
    const signal = Array.from({ length: 25_600 }, (_, i) => Math.round(1e6 * Math.sin(i * 0.37)) / 1e6);
    await classify(signal, 25_600, quick.id);
    const loop = monitorEventLoopDelay({ resolution: 1 });
    const times: number[] = [];
    const own: number[] = [];
    loop.enable();
    for (let i = 0; i < 20; i += 1) {
      const began = performance.now();
      own.push((await classify(signal, 25_600, quick.id)).milliseconds);
      times.push(performance.now() - began);
    }
    loop.disable();
    // The quickest: this process is also the client, and a busy machine halts it now and then.
    expect(Math.min(...times)).toBeLessThan(50);
    expect(Math.min(...own)).toBeLessThan(10);
    expect(loop.percentile(50) / 1e6).toBeLessThan(10);
  });
});
