/** A line of the picture within one row: from a lane at its top or at the dot, to a lane at its bottom or at the dot. */
export interface LaneLine {
  from: number;
  to: number;
  /** `past` goes by, `in` ends in the dot from a newer version, `out` leaves the dot for an older one. */
  kind: 'past' | 'in' | 'out';
}

export interface LaneRow {
  version: number;
  /** The lane that the dot stands in. */
  lane: number;
  lines: LaneLine[];
}

interface Node {
  version: number;
  parents: readonly number[];
}

/** The lowest lane that nobody waits in. */
function freeLane(waiting: readonly (number | undefined)[]): number {
  const free = waiting.indexOf(undefined);
  return free === -1 ? waiting.length : free;
}

/**
 * Where each version and the lines to its parents are drawn, newest first. A lane waits for one version; the version
 * that comes takes all lanes that wait for it, and leaves one for each of its parents.
 */
export function lanesOf(newestFirst: readonly Node[]): LaneRow[] {
  const there = new Set(newestFirst.map(({ version }) => version));
  const waiting: (number | undefined)[] = [];
  return newestFirst.map(({ version, parents }) => {
    const found = waiting.indexOf(version);
    const lane = found === -1 ? freeLane(waiting) : found;
    const lines: LaneLine[] = [];
    waiting.forEach((awaited, i) => {
      if (awaited === undefined) return;
      lines.push(awaited === version ? { from: i, to: lane, kind: 'in' } : { from: i, to: i, kind: 'past' });
      if (awaited === version) waiting[i] = undefined;
    });
    // Of a parent that is not in the list nothing can be drawn.
    for (const parent of parents.filter((one) => there.has(one) && one < version)) {
      const known = waiting.indexOf(parent);
      const to = known !== -1 ? known : waiting[lane] === undefined ? lane : freeLane(waiting);
      waiting[to] = parent;
      lines.push({ from: lane, to, kind: 'out' });
    }
    return { version, lane, lines };
  });
}

/** How many lanes the picture needs. */
export function laneCount(rows: readonly LaneRow[]): number {
  return rows.reduce((most, { lane, lines }) => Math.max(most, lane + 1, ...lines.map(({ to }) => to + 1)), 1);
}
