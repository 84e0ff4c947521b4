/** Lowest and highest value of each pixel in turn: one line that shows every spike. */
export function lowAndHigh(wave: { seconds: readonly number[]; low: readonly number[]; high: readonly number[] }): {
  x: number[];
  y: number[];
} {
  return {
    x: wave.seconds.flatMap((at) => [at, at]),
    y: wave.seconds.flatMap((_, i) => [wave.low[i] ?? Number.NaN, wave.high[i] ?? Number.NaN]),
  };
}
