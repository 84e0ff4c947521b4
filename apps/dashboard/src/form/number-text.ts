const numberShape = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** What somebody typed: a number where it is one, else the text itself, so that the check can say what it got. */
export function readNumber(text: string): number | string {
  const plain = text.trim().replace(/^−/, '-');
  if (!numberShape.test(plain)) return text.trim();
  const number = Number(plain);
  return Number.isFinite(number) ? number : text.trim();
}

/** As people type it: 0.001, 1e-6, 20. */
export function writeNumber(value: unknown): string {
  if (typeof value !== 'number') return value === null || value === undefined ? '' : writeValue(value);
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e15)) {
    return value.toExponential().replace('e+', 'e');
  }
  return String(value);
}

/** A value on one line. */
export function writeValue(value: unknown): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
