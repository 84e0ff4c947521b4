import type { Values } from '../../../form/values.ts';

/** Settings of the run itself, as they were typed; empty means "as the trainer has it". */
export interface RunSettings {
  name: string;
  notes: string;
  /** `rig=3, fan` */
  tags: string;
  priority: string;
  seed: string;
  threads: string;
  gpus: string;
  /** `90 s`, `2 h` */
  timeLimit: string;
  /** Name or number of the experiment that it belongs to. */
  experiment: string;
}

/** One more run beside the first: what it does otherwise. */
export interface Variation {
  id: string;
  preset?: string;
  dataset?: string;
  seed?: number;
  changes?: Values;
}

/** All that somebody has set up so far. It is kept in the browser and survives a reload. */
export interface Draft {
  v: 1;
  /** Makes a launch happen once, however often it is asked for. */
  nonce: string;
  trainer: string | null;
  preset: string | null;
  /** `name` or `name@version`. */
  dataset: string | null;
  /** What differs from preset and defaults, by dotted key. */
  changes: Values;
  run: RunSettings;
  /** Every setting is shown, not the basic ones alone. */
  expert: boolean;
  variations: readonly Variation[];
  mode: 'sequential' | 'parallel';
  experimentName: string;
  /** Where it came from: `Run 47`, `a file`. */
  source: string | null;
  /** What could not be taken over from there. */
  notes: readonly string[];
}

export const emptySettings: RunSettings = {
  name: '',
  notes: '',
  tags: '',
  priority: 'normal',
  seed: '',
  threads: '',
  gpus: '',
  timeLimit: '',
  experiment: '',
};

export function newNonce(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export function emptyDraft(nonce: string): Draft {
  return {
    v: 1,
    nonce,
    trainer: null,
    preset: null,
    dataset: null,
    changes: {},
    run: emptySettings,
    expert: false,
    variations: [],
    mode: 'parallel',
    experimentName: '',
    source: null,
    notes: [],
  };
}

/** Whether anybody would miss it. */
export function hasWork(draft: Draft): boolean {
  const run = Object.entries(draft.run).some(([key, value]) => value !== emptySettings[key as keyof RunSettings]);
  return draft.trainer !== null && (Object.keys(draft.changes).length > 0 || run || draft.variations.length > 0);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const textOrNull = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

function readVariation(value: unknown): Variation[] {
  if (!isObject(value) || typeof value.id !== 'string') return [];
  const { id, preset, dataset, seed, changes } = value;
  return [
    {
      id,
      ...(typeof preset === 'string' ? { preset } : {}),
      ...(typeof dataset === 'string' ? { dataset } : {}),
      ...(typeof seed === 'number' ? { seed } : {}),
      ...(isObject(changes) ? { changes } : {}),
    },
  ];
}

/** A draft that an earlier visit has kept; null where it is none, or one of another version. */
export function readDraft(text: string | null): Draft | null {
  if (text === null) return null;
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return null; // cut off, or not ours
  }
  if (!isObject(raw) || raw.v !== 1 || typeof raw.nonce !== 'string') return null;
  const run = isObject(raw.run) ? raw.run : {};
  const settings = Object.entries(emptySettings).map(([key, usual]) => [
    key,
    typeof run[key] === 'string' ? run[key] : usual,
  ]);
  return {
    ...emptyDraft(raw.nonce),
    trainer: textOrNull(raw.trainer),
    preset: textOrNull(raw.preset),
    dataset: textOrNull(raw.dataset),
    changes: isObject(raw.changes) ? raw.changes : {},
    run: { ...emptySettings, ...Object.fromEntries(settings) },
    expert: raw.expert === true,
    variations: Array.isArray(raw.variations) ? raw.variations.flatMap(readVariation) : [],
    mode: raw.mode === 'sequential' ? 'sequential' : 'parallel',
    experimentName: typeof raw.experimentName === 'string' ? raw.experimentName : '',
    source: textOrNull(raw.source),
    notes: Array.isArray(raw.notes) ? raw.notes.filter((note): note is string => typeof note === 'string') : [],
  };
}
