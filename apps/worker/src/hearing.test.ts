import type { TrainerLine } from '@trainyard/contracts';
import { describe, expect, it } from 'vitest';
import { Hearing } from './hearing.ts';
import { type Batch, Recorder } from './recorder.ts';

function hearing() {
  const written: Batch[] = [];
  const done: string[] = [];
  const recorder = new Recorder(
    {
      write: async (batch) => {
        written.push(batch);
      },
      isConnectionLoss: () => false,
      isFenced: () => false,
      onFenced: () => undefined,
      onDown: () => undefined,
      onLoss: () => undefined,
    },
    { flushMs: 1, maxWaiting: 1000 },
  );
  const one = new Hearing(
    recorder,
    {
      checkpoint: async (line, overtaken) => {
        done.push(`checkpoint ${line.id}${overtaken() ? ', overtaken' : ''}`);
      },
      section: async (line) => {
        throw new Error(`no room for ${line.section.title}`);
      },
      artifact: (line) => done.push(`artifact ${line.path}`),
      predictions: (line) => done.push(`predictions ${line.path}`),
      answer: async (line) => {
        done.push(`answer ${line.command}`);
      },
      trouble: (what, error) => done.push(`trouble ${what}: ${error instanceof Error ? error.message : ''}`),
    },
    60_000,
  );
  return { one, recorder, written, done };
}

let seq = 0;
const envelope = () => {
  seq += 1;
  return { v: 1 as const, seq, t: 0 };
};
const pointsOf = (written: Batch[]) => written.flatMap((batch) => batch.points);

describe('what is written of what a trainer says', () => {
  it('tells of a milestone in the log and as an event, and of a flood of them in the log only', async () => {
    const { one, recorder, written } = hearing();
    const milestone = (n: number): TrainerLine => ({
      ...envelope(),
      type: 'log',
      level: 'info',
      message: `turn ${n} ${'x'.repeat(600)}`,
      milestone: true,
    });
    one.lines([{ ...envelope(), type: 'log', level: 'info', message: 'on the way' }]);
    one.lines(Array.from({ length: 150 }, (_, n) => milestone(n)));
    await recorder.drain();
    const told = written.flatMap((batch) => batch.events).filter(({ kind }) => kind === 'milestone-reached');
    expect(told).toHaveLength(100);
    expect(told[0]?.data).toEqual({ message: `turn 0 ${'x'.repeat(493)}` });
    expect(written.flatMap((batch) => batch.logs)).toHaveLength(151);
  });

  it('names metrics by group and keeps what JSON cannot say', async () => {
    const { one, recorder, written } = hearing();
    const lines: TrainerLine[] = [
      { ...envelope(), type: 'metric', step: 3, group: 'validation', values: { loss: 'NaN' } },
      { ...envelope(), type: 'metric', step: 3, values: { reward: 2 } },
    ];
    one.lines(lines);
    await recorder.drain();
    expect(pointsOf(written)).toMatchObject([
      { key: 'validation/loss', step: 3, value: Number.NaN },
      { key: 'reward', step: 3, value: 2 },
    ]);
  });

  it('keeps the order of checkpoints and answers, and tells what could not be stored', async () => {
    const { one, recorder, done } = hearing();
    one.lines([
      {
        ...envelope(),
        type: 'checkpoint',
        id: 'a',
        step: 1,
        folder: 'c',
        files: [],
        parts: [],
        metrics: {},
        best: false,
      },
      { ...envelope(), type: 'section', section: { type: 'text', title: 'Notes', notes: [], data: { text: '' } } },
      { ...envelope(), type: 'ack', command: 'c1', result: 'ok' },
    ] as TrainerLine[]);
    await recorder.drain();
    expect(done).toEqual(['checkpoint a', 'trouble section "Notes": no room for Notes', 'answer c1']);
  });

  it('knows which checkpoint has a newer one waiting behind it', async () => {
    const { one, recorder, done } = hearing();
    const saved = { type: 'checkpoint', step: 1, folder: 'c', files: [], parts: [], metrics: {}, best: false };
    one.lines(['a', 'b'].map((id) => ({ ...envelope(), ...saved, id })) as TrainerLine[]);
    await recorder.drain();
    expect(done).toEqual(['checkpoint a, overtaken', 'checkpoint b']);
  });

  it('goes on with resource samples where the attempt before ended', async () => {
    const { one, recorder, written } = hearing();
    one.sample({
      elapsedMs: 2000,
      cpuPercent: 99.5,
      memoryBytes: 10,
      diskReadBytesPerSecond: 0,
      diskWriteBytesPerSecond: 0,
      processes: 1,
      gpuMemoryBytes: null,
    });
    await recorder.drain();
    expect(pointsOf(written)).toHaveLength(4);
    expect(pointsOf(written)[0]).toMatchObject({ key: 'system/cpu_percent', step: 62_000, value: 99.5 });
  });

  it('shows an installation as a phase', async () => {
    const { one, recorder, written } = hearing();
    one.notice({ kind: 'installing', message: 'Downloading torch' });
    await recorder.drain();
    expect(written[0]?.progress).toMatchObject({ phase: 'Installing environment', message: 'Downloading torch' });
  });
});
