import { describe, expect, it } from 'vitest';
import { type Batch, Recorder, type RecorderPorts } from './recorder.ts';

class Lost extends Error {}
class Fenced extends Error {}

function recorder(changes: Partial<RecorderPorts> = {}, maxWaiting = 1000) {
  const written: Batch[] = [];
  const said: string[] = [];
  const ports: RecorderPorts = {
    write: async (batch) => {
      written.push(batch);
    },
    isConnectionLoss: (error) => error instanceof Lost,
    isFenced: (error) => error instanceof Fenced,
    onFenced: () => said.push('fenced'),
    onDown: (down) => said.push(down ? 'down' : 'up'),
    onLoss: () => said.push('loss'),
    ...changes,
  };
  return { written, said, recorder: new Recorder(ports, { flushMs: 20, maxWaiting }) };
}

const point = (step: number) => ({ key: 'loss', step, value: 1, takenAt: 0 });
const steps = (batches: readonly Batch[]): number[] => batches.flatMap((batch) => batch.points.map(({ step }) => step));

describe('the recorder', () => {
  it('writes the first words at once and gathers the next', async () => {
    const { recorder: one, written } = recorder();
    one.points([point(1)]);
    await Promise.resolve();
    expect(steps(written)).toEqual([1]);
    for (let step = 2; step <= 100; step += 1) one.points([point(step)]);
    await one.drain();
    expect(written.length).toBeLessThan(5);
    expect(steps(written)).toEqual(Array.from({ length: 100 }, (_, index) => index + 1));
  });

  it('runs an act after what was said before it and before what is said after it', async () => {
    const { recorder: one, written } = recorder();
    const order: string[] = [];
    one.points([point(1)]);
    one.points([point(2)]);
    const acted = one.act(async () => {
      order.push(`act after ${steps(written).join()}`);
    });
    one.points([point(3)]);
    await acted;
    await one.drain();
    expect(order).toEqual(['act after 1,2']);
    expect(steps(written)).toEqual([1, 2, 3]);
  });

  it('keeps everything while the database is away and writes it in order when it is back', async () => {
    let away = 2;
    const written: Batch[] = [];
    const { recorder: one, said } = recorder({
      write: async (batch) => {
        away -= 1;
        if (away >= 0) throw new Lost();
        written.push(batch);
      },
    });
    for (let step = 1; step <= 10; step += 1) one.points([point(step)]);
    await one.drain();
    expect(steps(written)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(said).toEqual(['down', 'up']);
  });

  it('stops for good when the run is another worker’s', async () => {
    let tries = 0;
    const { recorder: one, said } = recorder({
      write: async () => {
        tries += 1;
        throw new Fenced();
      },
    });
    one.points([point(1)]);
    await one.drain();
    one.points([point(2)]);
    await one.act(async () => {
      tries += 1;
    });
    await one.drain();
    expect(tries).toBe(1);
    expect(said).toEqual(['fenced']);
  });

  it('drops only what cannot be written and says so', async () => {
    const written: Batch[] = [];
    const { recorder: one, said } = recorder({
      write: async (batch) => {
        if (steps([batch]).includes(1)) throw new Error('bad value');
        written.push(batch);
      },
    });
    one.points([point(1)]);
    await one.drain();
    one.points([point(2)]);
    await one.drain();
    expect(steps(written)).toEqual([2]);
    expect(said).toEqual(['loss']);
  });

  it('makes the trainer wait when too much is waiting', async () => {
    let open: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const { recorder: one } = recorder({ write: () => gate }, 10);
    for (let step = 1; step <= 20; step += 1) one.points([point(step)]);
    const room = one.room();
    expect(room).toBeInstanceOf(Promise);
    open();
    await room;
    await one.drain();
    expect(one.room()).toBeUndefined();
  });
});
