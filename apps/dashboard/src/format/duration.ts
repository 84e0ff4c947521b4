import { nothing } from './number.ts';

/** The two largest units: 850 ms, 12 s, 3 min 12 s, 2 h 5 min, 4 d 3 h. */
export function formatDuration(seconds: number | null | undefined): string {
  if (seconds === null || seconds === undefined || !Number.isFinite(seconds)) return nothing;
  const size = Math.max(0, seconds);
  if (size < 1) return size === 0 ? '0 s' : `${Math.max(1, Math.round(size * 1000))} ms`;
  if (size < 9.95) return `${size.toFixed(1).replace(/\.0$/, '')} s`;
  const whole = Math.round(size);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return two(Math.floor(whole / 60), 'min', whole % 60, 's');
  const minutes = Math.round(size / 60);
  if (minutes < 1440) return two(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
  const hours = Math.round(size / 3600);
  return two(Math.floor(hours / 24), 'd', hours % 24, 'h');
}

function two(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}
