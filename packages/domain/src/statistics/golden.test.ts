import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { windowCount } from '../split/windows.ts';
import {
  bootstrapMean,
  clusterBootstrap,
  holm,
  mcnemar,
  normalQuantile,
  pairedBootstrap,
  seededRandom,
  wilson,
} from './index.ts';

interface Case<Input, Expected> {
  name: string;
  input: Input;
  expected: Expected;
}
const folder = join(import.meta.dirname, '../../../../protocol/golden-statistics');
/** The files are ours and the figures are compared at once: a wrong shape fails as loudly as a schema would. */
function cases<Input, Expected>(file: string): Case<Input, Expected>[] {
  const found: Case<Input, Expected>[] = JSON.parse(readFileSync(join(folder, file), 'utf8'));
  expect(found.length).toBeGreaterThan(0);
  return found;
}

interface Resampling {
  draws: number;
  seed: number;
  confidence: number;
}
interface Bounds {
  value?: number;
  difference?: number;
  low: number;
  high: number;
  p?: number;
}

function agree(actual: number, expected: number | undefined, name: string): void {
  if (expected === undefined) return;
  expect(Math.abs(actual - expected), name).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(expected)));
}

describe('golden statistics, the same in both languages', () => {
  it('draws the same random numbers', () => {
    for (const one of cases<{ seed: number; op: string; count?: number; n?: number }, number[]>('random.json')) {
      const random = seededRandom(one.input.seed);
      const count = one.input.count ?? one.expected.length;
      const n = one.input.n ?? 1;
      const drawn =
        one.input.op === 'shuffle'
          ? random.shuffle(Array.from({ length: n }, (_, i) => i))
          : Array.from({ length: count }, () => {
              if (one.input.op === 'words') return random.word();
              return one.input.op === 'floats' ? random.float() : random.below(n);
            });
      expect(drawn, one.name).toEqual(one.expected);
    }
  });

  it('gives the same Wilson intervals', () => {
    for (const one of cases<{ successes: number; trials: number; confidence: number }, Bounds>('wilson.json')) {
      const actual = wilson(one.input.successes, one.input.trials, one.input.confidence);
      agree(actual.low, one.expected.low, one.name);
      agree(actual.high, one.expected.high, one.name);
    }
  });

  it('gives the same bootstrap intervals', () => {
    for (const one of cases<Resampling & { values: number[] }, Bounds>('bootstrap.json')) {
      const actual = bootstrapMean(one.input.values, one.input);
      agree(actual.value, one.expected.value, one.name);
      agree(actual.low, one.expected.low, one.name);
      agree(actual.high, one.expected.high, one.name);
    }
    for (const one of cases<Resampling & { a: number[]; b: number[] }, Bounds>('paired-bootstrap.json')) {
      const actual = pairedBootstrap(one.input.a, one.input.b, one.input);
      agree(actual.value, one.expected.difference, one.name);
      agree(actual.low, one.expected.low, one.name);
      agree(actual.high, one.expected.high, one.name);
      agree(actual.p, one.expected.p, one.name);
    }
    interface Clustered extends Resampling {
      a: number[];
      b: number[];
      clusters: string[];
    }
    for (const one of cases<Clustered, Bounds>('cluster-bootstrap.json')) {
      const actual = clusterBootstrap(one.input.a, one.input.b, one.input.clusters, one.input);
      agree(actual.value, one.expected.difference, one.name);
      agree(actual.low, one.expected.low, one.name);
      agree(actual.high, one.expected.high, one.name);
      agree(actual.p, one.expected.p, one.name);
    }
  });

  it('gives the same p of the exact McNemar test and of Holm', () => {
    for (const one of cases<{ b: number; c: number }, { p: number }>('mcnemar.json')) {
      agree(mcnemar(one.input.b, one.input.c), one.expected.p, one.name);
    }
    for (const one of cases<{ p: number[] }, { p: number[] }>('holm.json')) {
      for (const [i, p] of holm(one.input.p).entries()) agree(p, one.expected.p[i], one.name);
    }
  });

  it('counts the same windows', () => {
    interface Recording {
      n: number;
      rate_hz: number;
      seconds: number;
      overlap: number;
    }
    for (const one of cases<Recording, { count: number }>('windows.json')) {
      expect(windowCount(one.input.n, one.input.rate_hz, one.input), one.name).toBe(one.expected.count);
    }
  });
});

describe('statistics', () => {
  it('knows the normal quantile at other confidences', () => {
    expect(normalQuantile(0.995)).toBeCloseTo(2.5758293035489, 10);
    expect(normalQuantile(0.025)).toBeCloseTo(-1.959963984540054, 10);
  });

  it('stays finite for thousands of discordant pairs', () => {
    expect(mcnemar(2000, 2100)).toBeGreaterThan(0.1);
    expect(mcnemar(2000, 2100)).toBeLessThan(0.13);
  });
});
