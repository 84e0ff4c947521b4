import { expect, test } from 'vitest';
import { scaleOf } from './scale.ts';

const whole = { type: 'integer', minimum: 1, maximum: 500 };
const rate = { type: 'number', minimum: 1e-6, maximum: 1 };

test('a slider of whole numbers steps by one and reaches both ends', () => {
  const scale = scaleOf({ schema: { type: 'integer', minimum: 1, maximum: 5 }, log: false });
  expect(scale?.last).toBe(4);
  expect([0, 1, 4].map((position) => scale?.valueAt(position))).toEqual([1, 2, 5]);
  const epochs = scaleOf({ schema: whole, log: false });
  expect(epochs?.valueAt(epochs.last)).toBe(500);
});

test('a rate has its scale in powers', () => {
  const scale = scaleOf({ schema: rate, log: true });
  expect(scale?.valueAt(0)).toBe(1e-6);
  expect(scale?.valueAt(60)).toBe(0.001);
  expect(scale?.valueAt(120)).toBe(1);
  expect(scale?.positionOf(0.001)).toBe(60);
});

test('bounds that are excluded cannot be reached', () => {
  const scale = scaleOf({ schema: { type: 'number', minimum: 0, exclusiveMaximum: 1 }, log: false });
  expect(scale?.valueAt(scale.last)).toBe(0.99);
  expect(scale?.valueAt(0)).toBe(0);
});

test('every position gives a value within the bounds that comes back to it', () => {
  for (const [schema, log] of [
    [whole, false],
    [rate, true],
    [{ type: 'number', minimum: 0, maximum: 0.3 }, false],
    [{ type: 'integer', minimum: 5, maximum: 3000 }, true],
  ] as const) {
    const scale = scaleOf({ schema, log });
    if (scale === null) throw new Error('no scale');
    for (let position = 0; position <= scale.last; position += 1) {
      const value = scale.valueAt(position);
      expect(value).toBeGreaterThanOrEqual(schema.minimum);
      expect(value).toBeLessThanOrEqual(schema.maximum);
      expect(scale.valueAt(scale.positionOf(value))).toBe(value);
    }
  }
});

test('what lies outside is drawn at the end, and what has no bounds has no slider', () => {
  const scale = scaleOf({ schema: whole, log: false });
  expect(scale?.positionOf(9000)).toBe(scale?.last);
  expect(scaleOf({ schema: { type: 'integer', minimum: 1 }, log: false })).toBeNull();
});
