import { describe, expect, it } from 'vitest';
import { estimateCost, pricePerHour } from './cost.ts';

const hour = { value: 3600, low: 1800, high: 7200, runs: 3, basis: 'runs' as const };
const prices = { currency: 'EUR', cpu: 0.05, gpu: 2 };

describe('the cost of a run', () => {
  it('is its time, band and all, at the price of the cores that it uses', () => {
    expect(estimateCost(hour, prices, { threads: 4, gpus: 0 })).toEqual({
      ...hour,
      value: 0.2,
      low: 0.1,
      high: 0.4,
      currency: 'EUR',
      per_hour: 0.2,
    });
  });

  it('counts every GPU, and the cores beside them where they have a price', () => {
    expect(pricePerHour(prices, { threads: 2, gpus: 2 })).toBeCloseTo(4.1);
    expect(pricePerHour({ ...prices, cpu: null }, { threads: 2, gpus: 2 })).toBe(4);
  });

  it('is not told where the device has no price, rather than half of it', () => {
    expect(estimateCost(hour, { ...prices, gpu: null }, { threads: 2, gpus: 1 })).toBeNull();
    expect(estimateCost(hour, { ...prices, cpu: null }, { threads: 2, gpus: 0 })).toBeNull();
    expect(estimateCost(hour, { currency: null, cpu: null, gpu: null }, { threads: 1, gpus: 0 })).toBeNull();
  });

  it('may be nothing: a price of 0 is a price', () => {
    expect(estimateCost(hour, { ...prices, cpu: 0 }, { threads: 1, gpus: 0 })?.value).toBe(0);
  });
});
