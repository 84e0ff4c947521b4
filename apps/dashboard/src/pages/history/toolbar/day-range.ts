const two = (n: number): string => n.toString().padStart(2, '0');

/** A day where the reader is. */
export function dayOf(date: Date): string {
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** The last so many days, today among them. */
export function lastDays(days: number, now: Date): { from: string; to: undefined } {
  return { from: dayOf(new Date(now.getFullYear(), now.getMonth(), now.getDate() - days + 1)), to: undefined };
}

export function rangeLabel(from: string, to: string): string {
  if (from === '' && to === '') return 'Date';
  if (from === to) return from;
  if (to === '') return `Since ${from}`;
  return from === '' ? `Until ${to}` : `${from} – ${to}`;
}
