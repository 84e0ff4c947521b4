import type { StreamedEvent } from '@trainyard/api-client';
import { expect, test } from 'vitest';
import type { Reading } from '../live/reading.ts';
import type { SeriesWindow } from './curve.ts';
import { CurveBook, type Range } from './curve-book.ts';

type Read = { keys: readonly string[]; range: Range | null };

function bookOf(
  answer: (read: Read) => SeriesWindow[] | Promise<SeriesWindow[]>,
  { replaced = false, ghost = () => [] }: { replaced?: boolean; ghost?: () => SeriesWindow[] } = {},
) {
  const reads: Read[] = [];
  const readings: Reading[] = [];
  const anew: boolean[] = [];
  const book = new CurveBook({
    read: async (keys, _buckets, range) => {
      reads.push({ keys, range });
      return answer({ keys, range });
    },
    readGhosts: async () => ghost(),
    replaced,
    list: async () => ['train/loss', 'system/cpu_percent'],
    soon: (callback) => callback(),
    onReadings: (some, isAnew) => {
      readings.push(...some);
      anew.push(isAnew);
    },
  });
  return { book, reads, readings, anew };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));
const pointsOf = (key: string, ...steps: number[]): SeriesWindow => ({
  key,
  total: steps.length,
  points: steps.map((step) => [step, step / 10, 0]),
  buckets: null,
});
function event(kind: 'metrics-reported' | 'metrics-superseded', data: object): StreamedEvent {
  return { run_id: 'r', seq: 1, kind, data, at: '', cursor: '' } as StreamedEvent;
}
const reported = (...steps: number[]) =>
  event('metrics-reported', { attempt: 1, points: { 'train/loss': steps.map((step) => [step, step / 10, 0]) } });

test('series are listed without those of the machine, read once, and tell their readings', async () => {
  const { book, reads, readings } = bookOf(({ keys }) => keys.map((key) => pointsOf(key, 1, 2)));
  await book.open();
  book.want(['train/loss'], 800);
  book.want(['train/loss'], 800);
  await settled();
  expect(book.snapshot().keys).toEqual(['train/loss']);
  expect(reads).toHaveLength(1);
  expect(readings).toMatchObject([{ key: 'train/loss', value: 0.2, step: 2 }]);
});

test('what was asked for is shown as it comes, while points that come live are gathered', async () => {
  let later = () => {};
  const book = new CurveBook({
    read: async (keys) => keys.map((key) => pointsOf(key, 1, 2)),
    readGhosts: async () => [],
    replaced: false,
    list: async () => ['train/loss'],
    soon: (callback) => {
      later = callback;
    },
    onReadings: () => {},
  });
  await book.open();
  book.want(['train/loss'], 800);
  await settled();
  const stepsShown = () => book.snapshot().curves.get('train/loss')?.steps;
  expect(stepsShown()).toEqual([1, 2]);
  const { version } = book.snapshot();
  later();
  expect(book.snapshot().version).toBe(version);
  book.apply(reported(3));
  expect(book.snapshot().version).toBe(version);
  later();
  expect(stepsShown()).toEqual([1, 2, 3]);
});

test('a point that came while its series was read stands there once', async () => {
  const gate: { open: () => void } = { open: () => {} };
  const opened = new Promise<void>((resolve) => {
    gate.open = resolve;
  });
  const { book } = bookOf(async () => {
    await opened;
    return [pointsOf('train/loss', 1, 2)];
  });
  book.want(['train/loss'], 800);
  book.apply(reported(2, 3));
  gate.open();
  await settled();
  book.apply(reported(4));
  expect(book.snapshot().curves.get('train/loss')?.steps).toEqual([1, 2, 3, 4]);
});

test('points of an attempt that is replaced become the ghost, as the server tells them', async () => {
  const answers = [pointsOf('train/loss', 25, 50, 75, 100), pointsOf('train/loss', 25, 50)];
  const { book, anew } = bookOf(() => [answers.shift() ?? pointsOf('train/loss', 25, 50)], {
    ghost: () => [pointsOf('train/loss', 75, 100)],
  });
  book.want(['train/loss'], 800);
  await settled();
  book.apply(event('metrics-superseded', { after_step: 2, attempt: 2 }));
  await settled();
  book.apply(reported(75));
  const { curves, ghosts } = book.snapshot();
  expect(curves.get('train/loss')?.steps).toEqual([25, 50, 75]);
  expect(ghosts.get('train/loss')?.steps).toEqual([75, 100]);
  expect(anew).toEqual([false, true]);
});

test('a page that is opened later has the ghost too, read once; one of a single attempt asks for none', async () => {
  let asked = 0;
  const ghost = () => {
    asked += 1;
    return [pointsOf('train/loss', 75, 100), pointsOf('train/other')];
  };
  const later = bookOf(() => [pointsOf('train/loss', 25, 50, 75)], { replaced: true, ghost });
  later.book.want(['train/loss'], 800);
  later.book.want(['train/loss'], 800);
  await settled();
  const { curves, ghosts } = later.book.snapshot();
  expect(curves.get('train/loss')?.steps).toEqual([25, 50, 75]);
  expect([...ghosts].map(([key, { steps }]) => [key, steps])).toEqual([['train/loss', [75, 100]]]);
  expect(asked).toBe(1);
  bookOf(() => [pointsOf('train/loss', 25)], { ghost }).book.want(['train/loss'], 800);
  await settled();
  expect(asked).toBe(1);
});

test('a ghost that could not be read is asked for again', async () => {
  let asked = 0;
  const { book } = bookOf(() => [pointsOf('train/loss', 1)], {
    replaced: true,
    ghost: () => {
      asked += 1;
      if (asked === 1) throw new Error('away');
      return [pointsOf('train/loss', 2)];
    },
  });
  book.want(['train/loss'], 800);
  await settled();
  book.want(['train/loss'], 800);
  await settled();
  expect(book.snapshot().ghosts.get('train/loss')?.steps).toEqual([2]);
});

test('a zoomed stretch is read finer; the answer for a stretch that was left is thrown away', async () => {
  const coarse: SeriesWindow = {
    key: 'train/loss',
    total: 9_000,
    points: null,
    buckets: [
      [0, 0, 1, 0.5, 4500],
      [100, 0, 1, 0.5, 4500],
    ],
  };
  const { book, reads } = bookOf(({ range }) =>
    range === null ? [coarse] : [pointsOf('train/loss', range.from, range.to)],
  );
  book.want(['train/loss'], 800);
  await settled();
  const left = book.zoom({ from: 10, to: 20 });
  await book.zoom({ from: 30, to: 40 });
  await left;
  expect(book.snapshot().curves.get('train/loss')?.steps).toEqual([0, 30, 40, 100]);
  await book.zoom(null);
  expect(book.snapshot().curves.get('train/loss')?.steps).toEqual([0, 100]);
  expect(reads).toHaveLength(3);
});

test('while it is held, curves stand still', async () => {
  const { book } = bookOf(() => [pointsOf('train/loss', 1)]);
  book.want(['train/loss'], 800);
  await settled();
  book.hold(true);
  book.apply(reported(2));
  expect(book.snapshot().curves.get('train/loss')?.steps).toEqual([1]);
  book.hold(false);
  expect(book.snapshot().curves.get('train/loss')?.steps).toEqual([1, 2]);
});

test('too many points are thinned anew by the server', async () => {
  const { book, reads } = bookOf(() => [pointsOf('train/loss', 1)]);
  book.want(['train/loss'], 800);
  await settled();
  book.apply(reported(...Array.from({ length: 5_001 }, (_, i) => i + 2)));
  await settled();
  expect(reads).toHaveLength(2);
});

test('a read that failed is told', async () => {
  const { book } = bookOf(() => {
    throw new Error('away');
  });
  book.want(['train/loss'], 800);
  await settled();
  expect(book.snapshot().failed).toBeInstanceOf(Error);
});
