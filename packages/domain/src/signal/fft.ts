/** Radix-2 transform in place; the length is a power of two. */
export function fft(real: Float64Array, imaginary: Float64Array): void {
  const n = real.length;
  if (n !== imaginary.length || n === 0 || (n & (n - 1)) !== 0) {
    throw new RangeError(`a power of two was expected, got ${n} and ${imaginary.length} values`);
  }
  for (let i = 1, j = 0; i < n; i += 1) {
    let bit = n >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) {
      [real[i], real[j]] = [real[j] ?? 0, real[i] ?? 0];
      [imaginary[i], imaginary[j]] = [imaginary[j] ?? 0, imaginary[i] ?? 0];
    }
  }
  // One table for all stages: recurrences would lose digits over long transforms.
  const cosines = new Float64Array(n / 2);
  const sines = new Float64Array(n / 2);
  for (let k = 0; k < n / 2; k += 1) {
    cosines[k] = Math.cos((2 * Math.PI * k) / n);
    sines[k] = -Math.sin((2 * Math.PI * k) / n);
  }
  for (let size = 2; size <= n; size *= 2) {
    const half = size / 2;
    const stride = n / size;
    for (let start = 0; start < n; start += size) {
      for (let k = 0; k < half; k += 1) {
        const [c, s] = [cosines[k * stride] ?? 0, sines[k * stride] ?? 0];
        const [top, bottom] = [start + k, start + k + half];
        const [re, im] = [real[bottom] ?? 0, imaginary[bottom] ?? 0];
        const [turnedRe, turnedIm] = [re * c - im * s, re * s + im * c];
        const [topRe, topIm] = [real[top] ?? 0, imaginary[top] ?? 0];
        real[top] = topRe + turnedRe;
        imaginary[top] = topIm + turnedIm;
        real[bottom] = topRe - turnedRe;
        imaginary[bottom] = topIm - turnedIm;
      }
    }
  }
}
