import type { Estimate } from './estimate.ts';

/** What a trainer's manifest measured: seconds by preset, and the configuration that each preset gives. */
export interface Typical {
  time_s: Record<string, number>;
  configOf(preset: string): Record<string, unknown> | null;
  /** Measured before others where no preset was chosen. */
  recommended: string | null;
}

function numberAt(config: Record<string, unknown>, block: string, key: string): number | null {
  const group = config[block];
  if (typeof group !== 'object' || group === null || Array.isArray(group)) return null;
  const value: unknown = Object.entries(group).find(([name]) => name === key)?.[1];
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** In how many windows each sample of a signal lies: 2 at half an overlap. */
export function windowsPerSample(config: Record<string, unknown>): number {
  const overlap = numberAt(config, 'window', 'overlap') ?? 0;
  return overlap >= 0 && overlap < 100 ? 1 / (1 - overlap / 100) : 1;
}

/** Turns (epochs or the like) × how often each sample of a signal lies in a window. */
function effortOf(config: Record<string, unknown>): number {
  const turns = ['epochs', 'steps', 'iterations'].map((key) => config[key]).find((value) => typeof value === 'number');
  return (typeof turns === 'number' && turns > 0 ? turns : 1) * windowsPerSample(config);
}

/**
 * Seconds before there is any history: the trainer's own measurement, scaled by what the settings say of the work. It was
 * taken on other data, so the band is half to double.
 */
export function typicalDuration(
  typical: Typical,
  chosen: { preset: string | null; config: Record<string, unknown> },
): Estimate | null {
  const measured = Object.keys(typical.time_s);
  const base = [chosen.preset, typical.recommended, measured[0]].find(
    (preset) => typeof preset === 'string' && measured.includes(preset),
  );
  if (base === undefined || base === null) return null;
  const seconds = typical.time_s[base];
  const config = typical.configOf(base);
  if (seconds === undefined || config === null) return null;
  const value = (seconds * effortOf(chosen.config)) / effortOf(config);
  return { value, low: value / 2, high: value * 2, runs: 0 };
}
