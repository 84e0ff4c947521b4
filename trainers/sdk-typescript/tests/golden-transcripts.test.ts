import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TrainerLine, trainerLine } from '@trainyard/contracts';
import { FakeHost } from '@trainyard/sdk/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeLine } from '../src/wire.ts';

/** The SDK writes protocol/golden-transcripts/good.ndjson, line for line; the host's and the Python suite read the same file. */
const golden = join(import.meta.dirname, '../../../protocol/golden-transcripts');
const textOf = (name: string): string => readFileSync(join(golden, `${name}.ndjson`), 'utf8');

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'trainyard-sdk-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function withoutEnvelope(line: Record<string, unknown>): Record<string, unknown> {
  const { seq: _seq, t: _t, ...rest } = line;
  return rest;
}

function goodRun(): FakeHost {
  const output = join(folder, 'output');
  mkdirSync(join(output, 'made'), { recursive: true });
  writeFileSync(join(output, 'predictions.csv'), 'sample_id,truth,prediction\n');
  writeFileSync(join(output, 'model.bin'), 'abc');
  const host = new FakeHost({
    output,
    attempt: 1,
    dataset: { folder: '/d', name: 'd', version: 1, digest: 'd'.repeat(64), kind: 'signals', meta: {} },
    split: { path: '/s', digest: 'e'.repeat(64), by: 'unit', note: null, companion: null, not_scored: [] },
  });
  const run = host.start();
  run.progress({ epoch: 0, total_epochs: 2, phase: 'fit', expect_next_s: 30 });
  run.metric(0, { loss: 1.25, accuracy: 0.5 }, 'train');
  run.metric(0, { learning_rate: 0.001 });
  run.metric(1, { loss: Number.NaN, ratio: Infinity, gain: -Infinity }, 'validation');
  run.log('warning', 'a class has one unit\nand goes to training', { class: 'healthy', recordings: 1 });
  host.send('checkpoint_now');
  run.checkpoint(2, (target) => writeFileSync(join(target, 'weights.bin'), 'abc'), {
    epoch: 2,
    metrics: { 'validation/loss': 0.5 },
    best: true,
    parts: ['model', 'optimizer'],
  });
  run.section({
    type: 'summary',
    title: 'Summary',
    notes: ['seen on two epochs'],
    data: { rows: [{ label: 'Epochs', value: '2' }] },
  });
  run.predictions('predictions.csv');
  run.artifact('model.bin', 'model', { framework: 'none' });
  run.artifact('made', 'dataset', { name: 'made' });
  run.done({ accuracy: 0.75 });
  return host;
}

describe('the TypeScript SDK', () => {
  it('writes the good transcript, heartbeats aside', () => {
    const expected = textOf('good')
      .trim()
      .split('\n')
      .map((text) => JSON.parse(text) as Record<string, unknown>)
      .filter((line) => line.type !== 'hello' && line.type !== 'heartbeat');
    const said = goodRun().lines.map(withoutEnvelope);
    expect(said).toEqual(expected.map(withoutEnvelope));
  });

  it('writes nothing that the host would refuse', () => {
    for (const line of goodRun().lines) expect(trainerLine.parse(line).type).toBe(line.type);
  });

  it.each(['good', 'late', 'broken', 'killed'])(
    'encodes what a host accepted of "%s" to the same line again',
    (name) => {
      const verdicts = JSON.parse(readFileSync(join(golden, 'expected.json'), 'utf8')) as Record<
        string,
        Record<'accepted' | 'replayed' | 'refused', number[]>
      >;
      const lines = textOf(name).split('\n');
      const { accepted = [], replayed = [], refused = [] } = verdicts[name] ?? {};
      const read = (number: number) => {
        try {
          return trainerLine.safeParse(JSON.parse(lines[number - 1] ?? ''));
        } catch {
          return { success: false } as const;
        }
      };
      expect(accepted.length).toBeGreaterThan(1);
      for (const number of refused) expect(read(number).success, `line ${number}`).toBe(false);
      for (const number of [...accepted, ...replayed]) {
        const parsed = read(number);
        expect(parsed.success, `line ${number}`).toBe(true);
        const line: TrainerLine | undefined = parsed.success ? parsed.data : undefined;
        expect(trainerLine.parse(JSON.parse(encodeLine({ ...line }).toString()))).toEqual(line);
      }
    },
  );
});
