import { z } from 'zod';

/** A number as it travels in JSON: what JSON lacks is spelled out, on every wire and in both directions. */
export const wireNumber = z.union([z.number(), z.enum(['NaN', 'Infinity', '-Infinity'])]);
export type WireNumber = z.infer<typeof wireNumber>;

export function fromWire(value: WireNumber): number {
  return typeof value === 'number' ? value : Number(value);
}

export function toWire(value: number): WireNumber {
  if (Number.isFinite(value)) return value;
  if (Number.isNaN(value)) return 'NaN';
  return value > 0 ? 'Infinity' : '-Infinity';
}
