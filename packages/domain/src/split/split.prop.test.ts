import { datasetManifest } from '@trainyard/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DatasetIndex, makeSplit, parseCsv, type SplitInput } from './index.ts';

const manifest = datasetManifest.parse({
  v: 1,
  kind: 'signals',
  files: [],
  label_column: 'label',
  unit_column: 'unit',
});

function indexOf(samples: readonly { unit: string; label: string }[]): DatasetIndex {
  return {
    columns: ['sample_id', 'file', 'unit'],
    rows: samples.map((sample, i) => ({
      sample_id: `s${i}`,
      file: 'x.npy',
      row: i,
      rate_hz: 1000,
      n: 1000,
      scale: 1,
      label: sample.label,
      columns: { unit: sample.unit },
    })),
  };
}

const shares = fc
  .tuple(fc.integer({ min: 1, max: 90 }), fc.integer({ min: 1, max: 90 }))
  .filter(([train, validation]) => train + validation < 100)
  .map(([train, validation]) => ({ train, validation, test: 100 - train - validation }));
const sample = fc.record({
  unit: fc.integer({ min: 0, max: 14 }).map((n) => `u${n}`),
  label: fc.constantFrom('a', 'b', 'c'),
});
/** Any mixture: a unit may occur in several classes. */
const mixed = fc.record({ samples: fc.array(sample, { minLength: 1, maxLength: 120 }), shares, seed: fc.nat() });

function inputOf(drawn: {
  samples: readonly { unit: string; label: string }[];
  shares: { train: number; validation: number; test: number };
  seed: number;
}): SplitInput {
  return {
    manifest,
    index: indexOf(drawn.samples),
    split: { by: 'unit', seed: drawn.seed, ...drawn.shares },
    window: null,
  };
}

function partsOf(text: string): Map<string, string> {
  return new Map(
    parseCsv(text)
      .slice(1)
      .map(([id = '', part = '']) => [id, part]),
  );
}

describe('makeSplit, on any data set', () => {
  it('never has a unit on two sides, and names every sample once', () => {
    fc.assert(
      fc.property(mixed, (drawn) => {
        const input = inputOf(drawn);
        const part = partsOf(makeSplit(input).text);
        expect(part.size).toBe(drawn.samples.length);
        const byUnit = new Map<string, Set<string>>();
        for (const row of input.index.rows) {
          const unit = row.columns.unit ?? '';
          byUnit.set(unit, (byUnit.get(unit) ?? new Set()).add(part.get(row.sample_id) ?? 'none'));
        }
        for (const inParts of byUnit.values()) expect(inParts.size).toBe(1);
      }),
      { numRuns: 200 },
    );
  });

  it('is the same for the same seed', () => {
    fc.assert(
      fc.property(mixed, (drawn) => {
        expect(makeSplit(inputOf(drawn)).digest).toBe(makeSplit(inputOf(drawn)).digest);
      }),
      { numRuns: 50 },
    );
  });

  it('has every class of three or more units in every part, and keeps to the shares within one unit a class', () => {
    const counts = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(counts, shares, fc.nat(), (unitsByClass, drawnShares, seed) => {
        const samples = unitsByClass.flatMap((n, c) =>
          Array.from({ length: n }, (_, u) => ({ unit: `${c}-${u}`, label: `c${c}` })),
        );
        const made = makeSplit(inputOf({ samples, shares: drawnShares, seed }));
        for (const [c, n] of unitsByClass.entries()) {
          const sizes = made.classes[`c${c}`];
          if (n >= 3) {
            for (const part of ['train', 'validation', 'test'] as const) {
              expect(sizes?.[part]).toBeGreaterThanOrEqual(1);
              const exact = (n * drawnShares[part]) / 100;
              if (exact >= 1) expect(Math.abs((sizes?.[part] ?? 0) - exact)).toBeLessThan(2.5);
            }
          } else {
            expect(sizes?.train).toBe(1);
            expect(made.not_scored.includes(`c${c}`)).toBe(n === 1);
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  it('notes a flattering split exactly where a unit is on both sides', () => {
    fc.assert(
      fc.property(mixed, (drawn) => {
        const input = inputOf(drawn);
        const made = makeSplit({ ...input, split: { ...input.split, by: 'recording' } });
        const part = partsOf(made.text);
        const sides = new Map<string, Set<boolean>>();
        for (const row of input.index.rows) {
          const unit = row.columns.unit ?? '';
          sides.set(unit, (sides.get(unit) ?? new Set()).add(part.get(row.sample_id) === 'train'));
        }
        const repeated = [...sides.values()].some((side) => side.size === 2);
        expect(made.note !== null).toBe(repeated);
        expect(made.companion !== null).toBe(repeated);
      }),
      { numRuns: 100 },
    );
  });
});
