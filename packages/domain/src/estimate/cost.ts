import type { Estimate } from './estimate.ts';

/** What an hour of one device costs; null where nobody said. */
export interface DevicePrices {
  currency: string | null;
  cpu: number | null;
  gpu: number | null;
}

/** What an hour of a run costs. Null where the device that it is run for has no price: half of a sum would mislead. */
export function pricePerHour(prices: DevicePrices, devices: { threads: number; gpus: number }): number | null {
  const cores = prices.cpu === null ? null : prices.cpu * devices.threads;
  if (devices.gpus === 0) return cores;
  return prices.gpu === null ? null : prices.gpu * devices.gpus + (cores ?? 0);
}

/** An estimated time as money, its band with it; null where no price says anything. */
export function estimateCost<T extends Estimate>(
  seconds: T,
  prices: DevicePrices,
  devices: { threads: number; gpus: number },
): (T & { currency: string; per_hour: number }) | null {
  const perHour = pricePerHour(prices, devices);
  if (perHour === null || prices.currency === null) return null;
  const money = (time: number): number => (time / 3600) * perHour;
  return {
    ...seconds,
    value: money(seconds.value),
    low: money(seconds.low),
    high: money(seconds.high),
    currency: prices.currency,
    per_hour: perHour,
  };
}
