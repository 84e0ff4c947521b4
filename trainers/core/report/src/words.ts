import { formatNumber, oneLine } from '@trainyard/sections';

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `26 Nov 2026 07:01 UTC`: the same for every reader, whatever their time zone. */
export function ofTime(iso: string | null): string {
  if (iso === null) return '–';
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return '–';
  const two = (n: number): string => String(n).padStart(2, '0');
  const clock = `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}`;
  return `${at.getUTCDate()} ${months[at.getUTCMonth()] ?? ''} ${at.getUTCFullYear()} ${clock} UTC`;
}

export function ofDuration(seconds: number): string {
  if (seconds < 60) return `${Number(seconds.toFixed(seconds < 10 ? 1 : 0))} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${Math.round(seconds % 60)} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

export function ofBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 ? value : Number(value.toPrecision(3))} ${units[unit]}`;
}

/** A setting as a person would write it. */
export function ofValue(value: unknown): string {
  if (typeof value === 'string') return value === '' ? '(empty)' : oneLine(value);
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : formatNumber(value);
  return oneLine(JSON.stringify(value) ?? '–');
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Digests are told apart by their beginning. */
export function ofDigest(digest: string | null | undefined): string {
  return digest === null || digest === undefined ? '–' : digest.slice(0, 16);
}
