import type { Classification, ModelFile } from '@trainyard/contracts';

/** What a signal has to be like; null where the file does not say. */
export interface Takes {
  rateHz: number | null;
  seconds: number | null;
  /** The turns of the shaft are asked for too. */
  speed: boolean;
  /** A run computes what the graph takes: seconds, not milliseconds. */
  byRun: boolean;
}
export type Tryable = { takes: Takes } | { whyNot: string };

function has<Key extends string>(value: unknown, key: Key): value is Record<Key, unknown> {
  return typeof value === 'object' && value !== null && key in value;
}

function numberIn(value: unknown, key: string): number | null {
  return has(value, key) && typeof value[key] === 'number' ? value[key] : null;
}

/** Whether a signal can be tried on these files, and what it has to be like; read leniently, the server checks it. */
export function tryable(files: readonly Pick<ModelFile, 'kind' | 'meta'>[]): Tryable {
  const onnx = files.find(({ kind }) => kind === 'onnx');
  if (onnx === undefined) {
    return {
      whyNot:
        'It has no ONNX file, so a signal cannot be tried here. Where its trainer exports one, train it again with that on.',
    };
  }
  const { input } = onnx.meta;
  if (!has(input, 'kind') || input.kind !== 'signal') {
    return {
      whyNot:
        'Its ONNX file takes what its trainer computes from a signal, and no program that computes it was kept, so none can be tried here. Models that read the signal itself can, and those that keep such a program.',
    };
  }
  const rateHz = numberIn(input, 'rate_hz');
  const samples = numberIn(input, 'window_samples');
  const byRun = has(input, 'through');
  return {
    takes: {
      rateHz,
      seconds: rateHz === null || samples === null ? null : samples / rateHz,
      speed: byRun && has(input.through, 'speed'),
      byRun,
    },
  };
}

/** Classes with their probabilities, the likeliest first. */
export function ranked({ classes, probabilities }: Pick<Classification, 'classes' | 'probabilities'>) {
  return classes
    .map((label, place) => ({ label, place, share: probabilities[place] ?? 0 }))
    .sort((a, b) => b.share - a.share || a.place - b.place);
}

/** A rate as people type it: `12000`, `12 000 Hz`, `25,6 kHz`; undefined where nothing is typed, null where it is none. */
export function rateOf(text: string): number | null | undefined {
  const bare = text.replace(/[\s\u202f]/g, '');
  if (bare === '') return undefined;
  const match = /^(\d+(?:[.,]\d+)?)(k?hz)?$/i.exec(bare);
  const rate = Number(match?.[1]?.replace(',', '.')) * (match?.[2]?.toLowerCase() === 'khz' ? 1000 : 1);
  return rate > 0 && Number.isFinite(rate) ? rate : null;
}

export interface Cell {
  from: number;
  to: number;
  prediction: string;
  place: number;
  share: number;
}

/** Windows as cells of one strip; where there are more than fit, each stands for the least certain of its group. */
export function cellsOf({ windows, classes }: Pick<Classification, 'windows' | 'classes'>, most: number): Cell[] {
  const size = Math.max(1, Math.ceil(windows.length / most));
  const cells: Cell[] = [];
  for (let at = 0; at < windows.length; at += size) {
    const group = windows.slice(at, at + size).map(({ from_s, to_s, probabilities, prediction }) => {
      const place = classes.indexOf(prediction);
      return { from: from_s, to: to_s, prediction, place, share: probabilities[place] ?? 0 };
    });
    const least = group.reduce((a, b) => (b.share < a.share ? b : a));
    cells.push({ ...least, from: group[0]?.from ?? least.from, to: group.at(-1)?.to ?? least.to });
  }
  return cells;
}

/** Seconds without zeros that say nothing: 0.25, 12.38. */
export function secondsText(seconds: number): string {
  return String(Number(seconds.toPrecision(4)));
}
