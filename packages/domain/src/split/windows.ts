import type { WindowConfig } from '@trainyard/contracts';

/**
 * How many windows a recording gives; window k starts at `k * hop` seconds. The Python side cuts by the same formula,
 * and protocol/golden-statistics/windows.json holds both to it.
 */
export function windowCount(samples: number, rateHz: number, window: WindowConfig): number {
  const hop = window.seconds * (1 - window.overlap / 100);
  return Math.max(0, Math.floor((samples / rateHz - window.seconds) / hop + 1e-9) + 1);
}

/** When window k begins, in seconds; null: the id is none of a window. Windows are named `<recording>#<k>`. */
export function windowStart(id: string, window: WindowConfig): number | null {
  const place = /#(\d{1,9})$/.exec(id)?.[1];
  return place === undefined ? null : Number(place) * window.seconds * (1 - window.overlap / 100);
}
