import { datasetManifest } from '@trainyard/contracts';
import { describe, expect, it } from 'vitest';
import { apportion } from './apportion.ts';
import { checkDataset, dataFacts, makeSplit, parseCsv, parseIndex, sha256, windowCount } from './index.ts';
import type { DatasetIndex, SplitInput } from './types.ts';

function signals(rows: { id: string; unit: string; label: string; n?: number; rate?: number }[]): DatasetIndex {
  return parseIndex(
    `sample_id,file,rate_hz,n,label,bearing_id\n${rows
      .map((row) => `${row.id},${row.id}.npy,${row.rate ?? 12_000},${row.n ?? 120_000},${row.label},${row.unit}\n`)
      .join('')}`,
  );
}

/** The shape of a public bearing set: nine faulty bearings at four loads, and one healthy recording at another rate. */
const bearings = signals([
  ...['ball', 'inner_race', 'outer_race'].flatMap((label) =>
    [7, 14, 21].flatMap((size) =>
      [0, 1, 2, 3].map((load) => ({ id: `${label}-${size}-${load}`, unit: `${label}-${size}`, label })),
    ),
  ),
  { id: 'healthy-0', unit: 'healthy-1', label: 'healthy', n: 243_938, rate: 48_000 },
]);
const manifest = datasetManifest.parse({
  v: 1,
  kind: 'signals',
  files: [],
  label_column: 'label',
  unit_column: 'bearing_id',
});
const split = { by: 'unit', train: 70, validation: 15, test: 15, seed: 0 };
const window = { seconds: 0.25, overlap: 50 };

function input(change: Partial<SplitInput> = {}): SplitInput {
  return { manifest, index: bearings, split, window: null, ...change };
}

describe('makeSplit', () => {
  it('puts one of three units of every class into each part, and a single unit into training, not scored', () => {
    const made = makeSplit(input());
    expect(made.units).toEqual({ train: 4, validation: 3, test: 3 });
    expect(made.classes).toEqual({
      ball: { train: 4, validation: 4, test: 4 },
      healthy: { train: 1, validation: 0, test: 0 },
      inner_race: { train: 4, validation: 4, test: 4 },
      outer_race: { train: 4, validation: 4, test: 4 },
    });
    expect(made.not_scored).toEqual(['healthy']);
    expect(made.note).toBeNull();
    expect(made.companion).toBeNull();
  });

  it('keeps a unit that occurs in every class on one side of all of them', () => {
    const labels = Array.from({ length: 11 }, (_, i) => `class-${i}`);
    const rigs = signals(
      labels.flatMap((label) =>
        Array.from({ length: 13 }, (_, rig) => rig).flatMap((rig) =>
          Array.from({ length: 10 }, (_, point) => ({ id: `${label}-${rig}-${point}`, unit: `rig-${rig}`, label })),
        ),
      ),
    );
    const made = makeSplit(input({ index: rigs }));
    expect(made.units).toEqual({ train: 9, validation: 2, test: 2 });
    expect(made.sizes).toEqual({ train: 990, validation: 220, test: 220 });
    expect(made.not_scored).toEqual([]);
  });

  it('gives two units to training and test', () => {
    const two = signals([
      { id: 'a1', unit: 'a-1', label: 'a' },
      { id: 'a2', unit: 'a-2', label: 'a' },
      { id: 'b1', unit: 'b-1', label: 'b' },
      { id: 'b2', unit: 'b-2', label: 'b' },
    ]);
    expect(makeSplit(input({ index: two })).units).toEqual({ train: 2, validation: 0, test: 2 });
  });

  it('deals windows out at random, says that this flatters, and has the split by unit beside it', () => {
    const made = makeSplit(input({ split: { ...split, by: 'window' }, window }));
    expect(made.text.split('\n')[1]).toMatch(/^ball-7-0#0,(train|validation|test)$/);
    expect(made.note).toBe('upper bound: same unit on both sides');
    expect(made.companion).toMatchObject({ by: 'unit', digest: makeSplit(input()).digest });
    expect(made.not_scored).toEqual([]);
    const total = made.sizes.train + made.sizes.validation + made.sizes.test;
    expect(total).toBe(36 * windowCount(120_000, 12_000, window) + windowCount(243_938, 48_000, window));
    expect(made.sizes.train / total).toBeCloseTo(0.7, 2);
  });

  it('says that a split by recording or condition flatters where units repeat', () => {
    expect(makeSplit(input({ split: { ...split, by: 'recording' } })).note).toBe(
      'upper bound: same unit on both sides',
    );
    expect(makeSplit(input({ split: { ...split, by: 'bearing_id' } })).note).toBeNull();
  });

  it('falls back to recordings where the data set declares no physical unit', () => {
    const made = makeSplit(input({ manifest: { ...manifest, unit_column: null } }));
    expect(made.by).toBe('recording');
    expect(made.note).toBeNull();
  });

  it('counts windows where the trainer cuts them', () => {
    const made = makeSplit(input({ window }));
    expect(made.sizes.test).toBe(12 * windowCount(120_000, 12_000, window));
    const facts = dataFacts({ manifest, index: bearings, split: made, window });
    expect(facts).toMatchObject({ samples: 37, classes: 4, min_rate_hz: 12_000, test_size: made.sizes.test });
    expect(facts.min_seconds).toBeCloseTo(243_938 / 48_000);
  });

  it('names the columns that hold a number for every sample, so that rules can ask for a speed', () => {
    const index = parseIndex(
      'sample_id,file,rate_hz,n,label,speed_hz,load_n,note\na,a.npy,1000,1000,x,30,1,ok\nb,b.npy,1000,1000,y,29.5,,7\n',
    );
    const columns = { ...manifest, condition_columns: ['speed_hz', 'load_n', 'note', 'absent'] };
    expect(dataFacts({ manifest: columns, index, split: null, window }).number_columns).toEqual(['speed_hz']);
  });

  it('refuses an unknown way to split and names the nearest', () => {
    expect(() => makeSplit(input({ split: { ...split, by: 'bearing' } }))).toThrow(
      /Split by must be one of unit, recording, bearing_id, got "bearing"/,
    );
    expect(() => makeSplit(input({ split: { ...split, by: 'window' } }))).toThrow(/got "window"/);
  });

  it('leaves a part without a share empty', () => {
    const made = makeSplit(input({ split: { ...split, train: 80, validation: 0, test: 20 } }));
    expect(made.units.validation).toBe(0);
    expect(made.units.test).toBe(3);
  });
});

describe('apportion', () => {
  it('follows the shares as well as whole units allow', () => {
    const shares = { train: 70, validation: 15, test: 15 };
    expect(apportion(13, shares)).toEqual({ train: 9, validation: 2, test: 2 });
    expect(apportion(3, shares)).toEqual({ train: 1, validation: 1, test: 1 });
    expect(apportion(1, shares)).toEqual({ train: 1, validation: 0, test: 0 });
    expect(apportion(1000, shares)).toEqual({ train: 700, validation: 150, test: 150 });
    expect(apportion(4, { train: 100, validation: 0, test: 0 })).toEqual({ train: 4, validation: 0, test: 0 });
  });
});

describe('sha256', () => {
  it('gives the published digests', () => {
    expect(sha256('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    expect(sha256('a'.repeat(1_000_000))).toBe('cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0');
  });
});

describe('parseIndex', () => {
  it('reads quoted fields, both line ends and a byte order mark', () => {
    expect(parseCsv('\uFEFFa,b\r\n"x, ""y""","l\n2"\r\n')).toEqual([
      ['a', 'b'],
      ['x, "y"', 'l\n2'],
    ]);
  });

  it('names the line that is wrong', () => {
    expect(() => parseIndex('sample_id,file,n\na,a.npy,many\n')).toThrow(/line 2: "n" must be a number, got "many"/);
    expect(() => parseIndex('sample_id,file\na,a.npy\na,b.npy\n')).toThrow(/line 3: sample_id "a" comes twice/);
    expect(() => parseIndex('sample_id,file\na\n')).toThrow(/line 2 has 1 fields, expected 2/);
    expect(() => parseIndex('file\n')).toThrow(/"sample_id" is missing/);
  });
});

describe('checkDataset', () => {
  const needs = {
    dataset: {
      kinds: ['table' as const],
      labels: true,
      columns: ['speed'],
      split: true,
      windows: false,
      sealed_test: false,
    },
    models: null,
    language_models: null,
    prompt: false,
    upload: false,
    runs: null,
  };
  it('lists everything that a data set lacks', () => {
    expect(checkDataset(needs, { manifest, index: bearings }).map((issue) => issue.message)).toEqual([
      'A data set of kind table is needed, but this one is of kind signals',
      'The data set lacks the column speed; it has sample_id, file, rate_hz, n, label, bearing_id',
    ]);
    expect(checkDataset(needs, null)[0]?.message).toBe('A data set of kind table is needed, but none was given');
  });
});
