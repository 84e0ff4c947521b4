import { boundsOf, type Field, typesIn } from './field.ts';

/** Whole positions of a slider and the values that they stand for. */
export interface Scale {
  last: number;
  positionOf(value: number): number;
  valueAt(position: number): number;
}

const logPositions = 120;
const mostPositions = 400;

/** The nearest of 1, 2, 5 × a power of ten at or below. */
function roundStep(step: number): number {
  const power = 10 ** Math.floor(Math.log10(step));
  const lead = step / power;
  return (lead >= 5 ? 5 : lead >= 2 ? 2 : 1) * power;
}

function significant(value: number, digits: number): number {
  return Number(value.toPrecision(digits));
}

function linear(low: number, high: number, whole: boolean, multiple: number | null): Scale {
  const range = high - low;
  const wanted = multiple ?? (whole ? Math.max(1, roundStep(range / mostPositions)) : roundStep(range / 100));
  const step = whole ? Math.max(1, Math.round(wanted)) : wanted;
  const last = Math.max(1, Math.ceil(range / step - 1e-9));
  return {
    last,
    positionOf: (value) => Math.round((Math.min(high, Math.max(low, value)) - low) / step),
    valueAt: (position) => Math.min(high, significant(low + position * step, 12)),
  };
}

/**
 * Each step multiplies: rates from 1e-6 to 1 get as much room below 0.001 as above. Values are short ones, each once, so
 * that no step of the keyboard stays where it was.
 */
function logarithmic(low: number, high: number, whole: boolean): Scale {
  const span = Math.log(high / low);
  const between = Array.from({ length: logPositions - 1 }, (_, i) => {
    const value = significant(low * Math.exp((span * (i + 1)) / logPositions), 2);
    return whole ? Math.round(value) : value;
  });
  const values = [low, ...new Set(between.filter((value) => value > low && value < high)), high];
  const distance = (a: number, b: number): number => Math.abs(Math.log(a / b));
  return {
    last: values.length - 1,
    positionOf: (value) => {
      const inside = Math.min(high, Math.max(low, value));
      return values.reduce(
        (best, one, i) => (distance(one, inside) < distance(values[best] ?? low, inside) ? i : best),
        0,
      );
    },
    valueAt: (position) => values[Math.min(values.length - 1, Math.max(0, position))] ?? low,
  };
}

/** Null where the schema has no two bounds. Bounds that are excluded are a small step away. */
export function scaleOf(field: Pick<Field, 'schema' | 'log'>): Scale | null {
  const { schema, log } = field;
  const whole = typesIn(schema).includes('integer');
  const bounds = boundsOf(schema);
  if (bounds.low === null || bounds.high === null || bounds.high <= bounds.low) return null;
  const gap = whole ? 1 : roundStep((bounds.high - bounds.low) / 100);
  const low =
    typeof schema.exclusiveMinimum === 'number' && schema.minimum === undefined ? bounds.low + gap : bounds.low;
  const high =
    typeof schema.exclusiveMaximum === 'number' && schema.maximum === undefined
      ? significant(bounds.high - gap, 12)
      : bounds.high;
  if (log && low > 0) return logarithmic(low, high, whole);
  return linear(low, high, whole, typeof schema.multipleOf === 'number' ? schema.multipleOf : null);
}
