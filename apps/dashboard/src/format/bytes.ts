import { nothing } from './number.ts';

const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];

/** Powers of 1,000, as disks are sold: 25.1 MB. */
export function formatBytes(bytes: number | null | undefined): string {
  if (bytes === null || bytes === undefined || !Number.isFinite(bytes)) return nothing;
  let value = Math.abs(bytes);
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const text = unit === 0 || value >= 99.95 ? value.toFixed(0) : value.toFixed(1);
  return `${bytes < 0 ? '−' : ''}${text} ${units[unit] ?? 'B'}`;
}
