import { nothing } from './number.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

const two = (n: number): string => n.toString().padStart(2, '0');

/** `2026-03-05 14:02:07` in the reader's time zone; the same order of parts in every locale. */
export function formatMoment(at: string | number | Date, withSeconds = true): string {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return nothing;
  const days = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  const time = `${two(date.getHours())}:${two(date.getMinutes())}`;
  return `${days} ${time}${withSeconds ? `:${two(date.getSeconds())}` : ''}`;
}

/** `14:02:07`, for lists that are all of one day. */
export function formatClock(at: string | number | Date): string {
  const moment = formatMoment(at);
  return moment === nothing ? nothing : moment.slice(11);
}

/** The zone that moments are told in: `Europe/Vienna`. */
export function timeZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** `just now`, `12 min ago`, `in 3 h`; past a week the date. */
export function formatRelative(at: string | number | Date, now: number): string {
  const then = new Date(at).getTime();
  if (Number.isNaN(then)) return nothing;
  const distance = Math.abs(now - then);
  if (distance < 10_000) return 'just now';
  if (distance >= 7 * day) return formatMoment(then, false).slice(0, 10);
  const text =
    distance < minute
      ? `${Math.floor(distance / 1000)} s`
      : distance < hour
        ? `${Math.floor(distance / minute)} min`
        : distance < day
          ? `${Math.floor(distance / hour)} h`
          : `${Math.floor(distance / day)} d`;
  return then <= now ? `${text} ago` : `in ${text}`;
}
