import type { Ink } from './ink.ts';

const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** A bar of `width` cells; null (nothing known yet) is an empty one. */
export function progressBar(fraction: number | null, width: number, ink: Ink): string {
  const filled = Math.max(0, Math.min(1, fraction ?? 0)) * width;
  const whole = Math.floor(filled + 1e-9);
  const part = whole < width ? (eighths[Math.floor((filled - whole) * 8)] ?? '') : '';
  return `${ink.accent('█'.repeat(whole) + part)}${ink.dim('░'.repeat(width - whole - part.length))}`;
}
