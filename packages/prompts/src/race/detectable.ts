import { normalQuantile } from '@trainyard/domain';

export interface Power {
  /** Share of items on which two prompts differ. */
  discordant?: number;
  /** Chance to find a gain of this size. */
  power?: number;
  /** Two-sided level of the test. */
  level?: number;
}

/**
 * The smallest gain (0 to 1) of a paired comparison over so many items: (z of the level + z of the power) standard errors
 * of the difference, whose variance is the share of items that differ (Connor, 1987, for small gains).
 */
export function smallestGain(items: number, { discordant = 0.2, power = 0.8, level = 0.05 }: Power = {}): number {
  if (!(items > 0)) return 1;
  const z = normalQuantile(1 - level / 2) + normalQuantile(power);
  return Math.min(1, z * Math.sqrt(discordant / items));
}

/** Items that a gain of this size needs to be found. */
export function itemsFor(gain: number, { discordant = 0.2, power = 0.8, level = 0.05 }: Power = {}): number {
  const z = normalQuantile(1 - level / 2) + normalQuantile(power);
  return Math.ceil((z * z * discordant) / (gain * gain));
}
