/**
 * Exponential moving average that starts honest: early values are not pulled to zero. 0 leaves the line as it is; NaN and
 * infinities are passed over and shown as gaps.
 */
export function smooth(values: readonly number[], amount: number): number[] {
  if (amount <= 0) return [...values];
  const keep = Math.min(0.999, amount);
  let sum = 0;
  let weight = 0;
  return values.map((value) => {
    if (!Number.isFinite(value)) return Number.NaN;
    sum = keep * sum + (1 - keep) * value;
    weight = keep * weight + (1 - keep);
    return sum / weight;
  });
}
