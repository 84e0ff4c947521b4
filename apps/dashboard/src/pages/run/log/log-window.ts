export const rowHeight = 20;
/** Rows drawn beyond either edge, so that a quick scroll finds lines and not white. */
const beyond = 12;
/** A browser's element can be only so high; of longer logs the newest lines are shown. */
export const mostRows = 1_500_000;

/** A short log needs no tall frame. */
export function frameHeight(rows: number): number {
  return Math.min(420, Math.max(6, rows) * rowHeight + 16);
}

export interface WindowOfRows {
  first: number;
  /** Behind the last. */
  end: number;
}

/** Which rows are drawn. Who follows the end sees the end, wherever the scroll bar has got to. */
export function windowOfRows(spec: { count: number; top: number; height: number; follow: boolean }): WindowOfRows {
  const { count, top, height, follow } = spec;
  const visible = Math.ceil(height / rowHeight) + 1;
  const firstSeen = follow
    ? Math.max(0, count - visible)
    : Math.min(Math.max(0, Math.floor(top / rowHeight)), Math.max(0, count - 1));
  return { first: Math.max(0, firstSeen - beyond), end: Math.min(count, firstSeen + visible + beyond) };
}

export function isAtEnd(spec: { top: number; height: number; whole: number }): boolean {
  return spec.top + spec.height >= spec.whole - rowHeight;
}

/** Where to scroll to so that a row stands in the middle; null when it is in sight already. */
export function topFor(row: number, now: { top: number; height: number }): number | null {
  const at = row * rowHeight;
  if (at >= now.top && at + rowHeight <= now.top + now.height) return null;
  return Math.max(0, at - (now.height - rowHeight) / 2);
}
