export interface Envelope {
  seconds: number[];
  low: number[];
  high: number[];
}

/** The lowest and highest value of each of at most `points` stretches: what a line of that many pixels shows. `startSeconds`: when the first value was taken. */
export function envelopeOf(values: Float64Array, rateHz: number, points: number, startSeconds = 0): Envelope {
  const n = values.length;
  const count = Math.min(n, points);
  const envelope: Envelope = { seconds: [], low: [], high: [] };
  for (let i = 0; i < count; i += 1) {
    const [from, to] = [Math.floor((i * n) / count), Math.floor(((i + 1) * n) / count)];
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (let k = from; k < to; k += 1) {
      const value = values[k] ?? Number.NaN;
      if (!Number.isFinite(value)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    // A stretch without any number is a gap.
    if (low > high) continue;
    envelope.seconds.push(startSeconds + from / rateHz);
    envelope.low.push(low);
    envelope.high.push(high);
  }
  return envelope;
}
