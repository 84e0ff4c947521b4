import { describe, expect, it } from 'vitest';
import { nearFraction, resample } from './index.ts';

const samples = Float64Array.from({ length: 40 }, (_, i) => Math.sin(i * 0.7) + 0.2 * Math.cos(i * 2.1));

describe('a signal at another rate', () => {
  it('is what scipy.signal.resample_poly makes of it', () => {
    // resample_poly(x, up, down) of scipy: its length, and the values at 0, 1, 3, 7 and the last.
    const golden: [up: number, down: number, n: number, values: number[]][] = [
      [15, 32, 19, [0.184027325, 0.95700424, -0.985594546, -0.859364312, 0.94202641]],
      [3, 2, 60, [0.200121235, 0.438592564, 0.887935483, -0.316183339, 0.693793615]],
      [1, 4, 10, [0.506343041, 0.139481383, 0.735501913, 0.588343735, -0.063852967]],
    ];
    for (const [up, down, n, values] of golden) {
      const made = resample(samples, down * 100, up * 100);
      expect(made).toHaveLength(n);
      for (const [i, value] of [0, 1, 3, 7, n - 1].map((at, k) => [at, values[k] ?? 0] as const)) {
        expect(made[i]).toBeCloseTo(value, 7);
      }
    }
  });

  it('keeps a tone where it was, in time and height, and takes away what the new rate cannot hold', () => {
    const at = (rate: number, hz: number): Float64Array =>
      Float64Array.from({ length: rate }, (_, i) => Math.sin((2 * Math.PI * hz * i) / rate));
    const slow = resample(at(48_000, 500), 48_000, 12_000);
    const worst = at(12_000, 500).reduce(
      (most, value, i) => (i < 200 || i > 11_800 ? most : Math.max(most, Math.abs(value - (slow[i] ?? 0)))),
      0,
    );
    expect(worst).toBeLessThan(0.01);
    const gone = resample(at(48_000, 11_000), 48_000, 12_000).slice(200, -200);
    expect(Math.max(...gone.map(Math.abs))).toBeLessThan(0.01);
    expect(resample(samples, 100, 100)).toBe(samples);
  });

  it('rates that share nothing are brought near enough', () => {
    expect(nearFraction(12_000 / 25_600, 10_000)).toEqual({ numerator: 15, denominator: 32 });
    const { numerator, denominator } = nearFraction(Math.PI, 10_000);
    expect(Math.abs(numerator / denominator - Math.PI)).toBeLessThan(1e-6);
    expect(resample(samples, 44_100, 12_000.5)).toHaveLength(11);
  });
});
