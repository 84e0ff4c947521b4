/** Zero crossings of the kernel on each side, and the shape of its window: what scipy's resample_poly takes. */
const halfWidth = 10;
const kaiserBeta = 5;

/** A fraction near `value` whose denominator is at most `most`, by the steps of its continued fraction. */
export function nearFraction(value: number, most: number): { numerator: number; denominator: number } {
  let [before, current] = [
    { numerator: 0, denominator: 1 },
    { numerator: 1, denominator: 0 },
  ];
  let rest = value;
  for (;;) {
    const whole = Math.floor(rest);
    const next = {
      numerator: whole * current.numerator + before.numerator,
      denominator: whole * current.denominator + before.denominator,
    };
    if (next.denominator > most) return current;
    [before, current] = [current, next];
    if (Math.abs(rest - whole) < 1e-9 || Math.abs(current.numerator / current.denominator - value) < value * 1e-12)
      return current;
    rest = 1 / (rest - whole);
  }
}

/** Modified Bessel function of the first kind, order 0. */
function bessel0(x: number): number {
  let [sum, term] = [1, 1];
  for (let k = 1; term > sum * 1e-17; k += 1) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

/** A symmetric low pass at the lower of the two Nyquist frequencies, on the common grid of both rates. */
function lowPass(up: number, down: number): Float64Array {
  const widest = Math.max(up, down);
  const half = halfWidth * widest;
  const taps = Float64Array.from({ length: 2 * half + 1 }, (_, i) => {
    const x = (i - half) / widest;
    const sinc = x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
    return (sinc * bessel0(kaiserBeta * Math.sqrt(1 - ((i - half) / half) ** 2))) / bessel0(kaiserBeta);
  });
  const sum = taps.reduce((total, tap) => total + tap, 0);
  return taps.map((tap) => (tap / sum) * up);
}

/**
 * A signal at another rate, without delay and with linear phase: the polyphase filter with which the trainers bring
 * recordings to one rate, so that a model hears here what it heard when it learned. Beyond both ends the signal is zero.
 */
export function resample(values: Float64Array, fromHz: number, toHz: number): Float64Array {
  if (fromHz === toHz) return values;
  const { numerator: up, denominator: down } = nearFraction(toHz / fromHz, 10_000);
  if (up === 0) return new Float64Array(0);
  const taps = lowPass(up, down);
  const half = (taps.length - 1) / 2;
  const result = new Float64Array(Math.ceil((values.length * up) / down));
  for (let j = 0; j < result.length; j += 1) {
    const centre = j * down + half;
    const first = Math.max(0, Math.ceil((centre - taps.length + 1) / up));
    const last = Math.min(values.length - 1, Math.floor(centre / up));
    let sum = 0;
    for (let k = first; k <= last; k += 1) sum += (values[k] ?? 0) * (taps[centre - k * up] ?? 0);
    result[j] = sum;
  }
  return result;
}
