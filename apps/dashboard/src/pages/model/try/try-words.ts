import type { Classification, ModelFile } from '@trainyard/contracts';

/** What of a file's `meta` matters here; read leniently, the server checks it. */
function metaOf({ meta }: Pick<ModelFile, 'meta'>): { signal: boolean; rateHz: number | null; seconds: number | null } {
  const { input } = meta;
  if (typeof input !== 'object' || input === null || !('kind' in input) || input.kind !== 'signal') {
    return { signal: false, rateHz: null, seconds: null };
  }
  const rateHz = 'rate_hz' in input && typeof input.rate_hz === 'number' ? input.rate_hz : null;
  const samples = 'window_samples' in input && typeof input.window_samples === 'number' ? input.window_samples : null;
  return { signal: true, rateHz, seconds: rateHz === null || samples === null ? null : samples / rateHz };
}

export type Tryable = { takes: { rateHz: number | null; seconds: number | null } } | { whyNot: string };

/** Whether a signal can be tried on these files, and what it has to be like. */
export function tryable(files: readonly Pick<ModelFile, 'kind' | 'meta'>[]): Tryable {
  const onnx = files.find(({ kind }) => kind === 'onnx');
  if (onnx === undefined) return { whyNot: 'It has no ONNX file, so a signal cannot be tried here.' };
  const { signal, rateHz, seconds } = metaOf(onnx);
  if (signal) return { takes: { rateHz, seconds } };
  return {
    whyNot: 'Its ONNX file takes what its trainer computes from a signal, not a signal, so none can be tried here.',
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
