import { describe, expect, it } from 'vitest';
import type { ItemResult } from '../metrics/result.ts';
import { material, partsOf, seedPrompt } from './fixtures/simulated-task.ts';
import { defaultStrategySettings, preflightPlan, preflightReport, type StrategyStart } from './index.ts';

const start: StrategyStart = {
  strategy: 'racing',
  seed: seedPrompt,
  parts: partsOf({ feedback: 30, select: 200, confirm: 100, test: 100 }),
  settings: { ...defaultStrategySettings, budget: 2200 },
};
const right: ItemResult = { status: 'ok', score: 1, metrics: {}, tag: null, feedback: '' };
const wrong: ItemResult = { status: 'failed', score: 0, metrics: {}, tag: 'wrong-answer', feedback: '' };
const missing: ItemResult = { status: 'missing', reason: 'HTTP 500' };
const times = (count: number, result: ItemResult): ItemResult[] => Array.from({ length: count }, () => result);

describe('the preflight', () => {
  it('asks the seed three times on twenty items and three crude variants on thirty', () => {
    const { variants, cost } = preflightPlan(start, material);
    expect(variants.map(({ name, items, samples }) => [name, items.length, samples])).toEqual([
      ['seed', 30, 1],
      ['seed', 20, 3],
      ['format', 30, 1],
      ['examples', 30, 1],
      ['steps', 30, 1],
    ]);
    expect(cost).toBe(30 + 40 + 90);
    expect(variants[2]?.prompt.output).toMatch(/^(?:Format|Output): /);
    expect(variants[3]?.prompt.examples.length).toBe(2);
    expect(variants[4]?.prompt.system).toContain('step by step');
    const seen = new Set(variants.flatMap(({ items }) => items));
    expect([...seen].some((item) => item.startsWith('confirm') || item.startsWith('test'))).toBe(false);
  });

  it('asks less where there is less to ask', () => {
    const few = { ...start, parts: partsOf({ feedback: 3, select: 4, confirm: 1, test: 1 }) };
    expect(preflightPlan(few, { examples: [], expected: [] }).variants.map(({ name }) => name)).toEqual([
      'seed',
      'seed',
      'format',
      'steps',
    ]);
  });

  it('gives its three answers', () => {
    const report = preflightReport(start, {
      noise: [
        ...Array.from({ length: 17 }, () => [right, right, right]),
        [right, wrong, right],
        [wrong, right, right],
        [missing],
      ],
      headroom: {
        seed: [...times(15, right), ...times(15, wrong)],
        format: [...times(25, right), ...times(5, wrong)],
        steps: times(30, wrong),
      },
    });
    expect(report.noise).toEqual({ items: 19, wavering: 2 });
    expect(report.headroom.little).toBe(false);
    expect(report.budget).toMatchObject({ passItems: 100, candidates: 18 });
    expect(report.sentences).toEqual([
      'Asked again, 2 of 19 items got another score.',
      'There is headroom: the most promising of 2 crude changes (format) is better than the prompt with a probability above 0.99; 50 % + 33.3 points on 30 items.',
      'After the preflight, 2200 calls pay for about 18 full passes over 100 items; the smallest gain that one of them can show is 12.5 points.',
    ]);
  });

  it('asks more of the best of three than of one alone, and counts equal items once', () => {
    const headroom = {
      seed: times(30, wrong),
      format: [...times(2, right), ...times(28, wrong)],
      examples: times(30, wrong),
      steps: times(30, wrong),
    };
    // Two items won and none lost: 0.92, more than 0.90 and less than what the best of three needs.
    const three = preflightReport(start, { noise: [], headroom });
    expect(three.headroom.variants[0]?.better).toBeGreaterThan(0.9);
    expect(three.headroom).toMatchObject({ needed: expect.closeTo(1 - 0.1 / 3, 12), little: true });
    const one = preflightReport(start, { noise: [], headroom: { seed: headroom.seed, format: headroom.format } });
    expect(one.headroom.little).toBe(false);
    const items = Array.from({ length: 30 }, (_, i) => `i${i}`);
    const clustered = { ...start, clusters: { i0: 'twins', i1: 'twins' } };
    const twins = preflightReport(clustered, {
      noise: [],
      headroom: { seed: headroom.seed, format: headroom.format },
      items,
    });
    expect(twins.headroom.variants[0]).toMatchObject({ n: 29, items: 30, wins: 1 });
    expect(twins.headroom.little).toBe(true);
  });

  it('says that there is little headroom, and what it does not know', () => {
    const flat = preflightReport(start, {
      noise: [],
      headroom: { seed: times(30, right), format: times(30, right), steps: times(30, wrong) },
    });
    expect(flat.headroom.little).toBe(true);
    expect(flat.sentences[0]).toMatch(/is not known/);
    expect(flat.sentences[1]).toBe(
      'Little headroom was seen: the most promising of 2 crude changes (format) is better than the prompt with a probability of 0.50, and 0.95 would be needed; 100 % + 0.0 points on 30 items.',
    );
    const silent = preflightReport(start, {
      noise: [],
      headroom: { seed: times(30, missing), format: times(30, missing) },
    });
    expect(silent.sentences[1]).toBe('Headroom is not known: there were no answers to compare.');
  });
});
