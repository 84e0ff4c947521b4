import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { windowCount } from '../split/windows.ts';
import { bootstrapMean, holm, mcnemar, normalQuantile, pairedBootstrap, seededRandom, wilson } from './index.ts';

const folder = join(import.meta.dirname, '../../../../protocol/golden-statistics');
function cases<I extends z.ZodType, E extends z.ZodType>(file: string, input: I, expected: E) {
  const schema = z.array(z.object({ name: z.string(), input, expected })).min(1);
  return schema.parse(JSON.parse(readFileSync(join(folder, file), 'utf8')));
}

const numbers = z.array(z.number());
const wire = z.union([z.number(), z.literal('NaN')]).transform(Number);
const interval = z.object({ value: wire.optional(), low: wire, high: wire, p: z.number().optional() });

function agree(actual: number | undefined, expected: number | undefined): void {
  if (expected === undefined) return;
  if (Number.isNaN(expected)) expect(actual).toBeNaN();
  else expect(Math.abs((actual ?? Number.NaN) - expected)).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(expected)));
}

describe('golden statistics, the same in both languages', () => {
  it('draws the same random numbers', () => {
    const input = z.object({ seed: z.int(), op: z.string(), count: z.int().optional(), n: z.int().optional() });
    for (const one of cases('random.json', input, numbers)) {
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
    const input = z.object({ successes: z.int(), trials: z.int(), confidence: z.number() });
    for (const one of cases('wilson.json', input, interval)) {
      const actual = wilson(one.input.successes, one.input.trials, one.input.confidence);
      agree(actual.low, one.expected.low);
      agree(actual.high, one.expected.high);
    }
  });

  it('gives the same bootstrap intervals', () => {
    const options = { draws: z.int(), seed: z.int(), confidence: z.number() };
    for (const one of cases('bootstrap.json', z.object({ values: numbers, ...options }), interval)) {
      const actual = bootstrapMean(one.input.values, one.input);
      agree(actual.value, one.expected.value);
      agree(actual.low, one.expected.low);
      agree(actual.high, one.expected.high);
    }
    for (const one of cases('paired-bootstrap.json', z.object({ a: numbers, b: numbers, ...options }), interval)) {
      const actual = pairedBootstrap(one.input.a, one.input.b, one.input);
      agree(actual.value, one.expected.value);
      agree(actual.low, one.expected.low);
      agree(actual.high, one.expected.high);
      agree(actual.p, one.expected.p);
    }
  });

  it('gives the same p of the exact McNemar test and of Holm', () => {
    for (const one of cases('mcnemar.json', z.object({ b: z.int(), c: z.int() }), z.object({ p: z.number() }))) {
      agree(mcnemar(one.input.b, one.input.c), one.expected.p);
    }
    for (const one of cases('holm.json', z.object({ p: numbers }), z.object({ p: numbers }))) {
      for (const [i, p] of holm(one.input.p).entries()) agree(p, one.expected.p[i]);
    }
  });

  it('counts the same windows', () => {
    const input = z.object({ n: z.int(), rate_hz: z.number(), seconds: z.number(), overlap: z.int() });
    for (const one of cases('windows.json', input, z.object({ count: z.int() }))) {
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
