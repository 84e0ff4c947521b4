import { describe, expect, it } from 'vitest';
import { amplitudeSpectrum, envelopeOf, fft, orderMarks, thinSpectrum } from './index.ts';

function slowTransform(values: readonly number[]): { re: number; im: number }[] {
  return values.map((_, k) => {
    let [re, im] = [0, 0];
    for (const [i, value] of values.entries()) {
      re += value * Math.cos((2 * Math.PI * k * i) / values.length);
      im -= value * Math.sin((2 * Math.PI * k * i) / values.length);
    }
    return { re, im };
  });
}
const tone = (n: number, rate: number, hz: number, amplitude: number, offset = 0): Float64Array =>
  Float64Array.from({ length: n }, (_, i) => offset + amplitude * Math.sin((2 * Math.PI * hz * i) / rate));

describe('the fast transform', () => {
  it('gives what the definition gives', () => {
    for (const n of [1, 2, 8, 64]) {
      const values = Array.from({ length: n }, (_, i) => Math.sin(i * 1.7) + 0.3 * i);
      const real = Float64Array.from(values);
      const imaginary = new Float64Array(n);
      fft(real, imaginary);
      for (const [k, expected] of slowTransform(values).entries()) {
        expect(real[k]).toBeCloseTo(expected.re, 9);
        expect(imaginary[k]).toBeCloseTo(expected.im, 9);
      }
    }
  });

  it('refuses lengths that are no power of two', () => {
    expect(() => fft(new Float64Array(12), new Float64Array(12))).toThrow('a power of two');
  });
});

describe('the amplitude spectrum', () => {
  it('shows a tone with its amplitude at its frequency, whatever the offset', () => {
    const { hz, amplitude } = amplitudeSpectrum(tone(4096, 4096, 100, 2.5, 7), 4096);
    expect(hz).toHaveLength(2049);
    expect(amplitude[100]).toBeCloseTo(2.5, 6);
    expect(amplitude[0]).toBeLessThan(1e-9);
    expect(Math.max(...amplitude.slice(110))).toBeLessThan(1e-6);
  });

  it('averages over the whole of a record whose length is no power of two', () => {
    const values = tone(5000, 1024, 128, 1);
    // What lies behind the largest power of two (4096) must not be passed over; 5,000 values are filled up to 8,192.
    const clicked = Float64Array.from(values, (value, i) => (i > 4200 ? value + 5 * (i % 2) : value));
    expect(amplitudeSpectrum(values, 1024).amplitude.at(1024)).toBeCloseTo(1, 3);
    expect(amplitudeSpectrum(clicked, 1024).amplitude.at(-1)).toBeGreaterThan(0.01);
  });

  it('tells two lines of a short record apart that its largest power of two would not', () => {
    // 7 Hz apart in a quarter of a second: the largest power of two below it has lines 5 Hz apart and Hann's width of four.
    const [low, high] = [tone(5120, 20_480, 40, 1), tone(5120, 20_480, 50, 1)];
    const { hz, amplitude } = amplitudeSpectrum(
      low.map((value, i) => value + (high[i] ?? 0)),
      20_480,
    );
    const near = (at: number) => Math.max(...amplitude.filter((_, k) => Math.abs((hz[k] ?? 0) - at) < 1.5));
    expect(near(45)).toBeLessThan(0.8 * Math.min(near(40), near(50)));
  });

  it('stands values that are no numbers, and records without any length', () => {
    expect(amplitudeSpectrum(Float64Array.of(1, Number.NaN, 3, 4), 4).amplitude.every(Number.isFinite)).toBe(true);
    expect(amplitudeSpectrum(new Float64Array(0), 10)).toEqual({ hz: [], amplitude: [] });
  });

  it('is thinned so that no line is lost', () => {
    const thin = thinSpectrum(amplitudeSpectrum(tone(65_536, 65_536, 12_345, 1), 65_536), 500);
    expect(thin.hz.length).toBeLessThanOrEqual(500);
    expect(thin.hz.length).toBeGreaterThan(400);
    // The lowest lines are all there.
    expect(thin.hz.slice(0, 30)).toEqual(Array.from({ length: 30 }, (_, k) => k));
    const place = thin.amplitude.indexOf(Math.max(...thin.amplitude));
    expect(thin.hz[place]).toBe(12_345);
    expect(thin.amplitude[place]).toBeCloseTo(1, 6);
  });
});

describe('the envelope', () => {
  it('keeps the lowest and highest value of every stretch', () => {
    const values = new Float64Array(10_000);
    values[7777] = 9;
    values[7778] = -4;
    const envelope = envelopeOf(values, 1000, 100);
    expect(envelope.seconds).toHaveLength(100);
    expect(envelope.seconds[77]).toBeCloseTo(7.7);
    expect([envelope.high[77], envelope.low[77]]).toEqual([9, -4]);
  });

  it('is the signal itself where that is short, with gaps where there are no numbers', () => {
    expect(envelopeOf(Float64Array.of(1, Number.NaN, 3), 1, 100)).toEqual({
      seconds: [0, 2],
      low: [1, 3],
      high: [1, 3],
    });
  });
});

describe('orders of the shaft', () => {
  it('lie where the speed puts them, and nowhere without one', () => {
    expect(orderMarks({ rpm: '600', load_n: '3' })).toEqual([
      { label: '0.43X', x: 4.3 },
      { label: '1X', x: 10 },
      { label: '2X', x: 20 },
    ]);
    expect(orderMarks({ speed_hz: '25' })[1]).toEqual({ label: '1X', x: 25 });
    for (const columns of [{}, { load_n: '3' }, { rpm: '' }, { rpm: 'fast' }, { speed_hz: '0' }])
      expect(orderMarks(columns)).toEqual([]);
  });
});
