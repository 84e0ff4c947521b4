import type { Run } from '@trainyard/contracts';

/** So many runs later one knows one's way about. */
const learnedWithRuns = 4;
const storedAs = 'trainyard-guide-closed';

export function showsGuide(totalRuns: number | undefined, closed: boolean): boolean {
  return !closed && totalRuns !== undefined && totalRuns < learnedWithRuns;
}

/** What happens in a home that was just made. */
export function guideSentence(active: readonly Run[], queued: number, total: number): string {
  const [first] = active;
  if (first !== undefined) {
    const then =
      queued === 0 ? '' : queued === 1 ? ' One run is queued behind it.' : ` ${queued} runs are queued behind it.`;
    return `Run ${first.number}, “${first.name}”, is under way right now.${then}`;
  }
  if (queued > 0) return 'The first run is queued and starts in a moment.';
  return total === 0
    ? 'This home is empty: nothing has run here yet.'
    : 'The first runs are done: look at their results, then bring data of your own.';
}

export function isGuideClosed(): boolean {
  try {
    return localStorage.getItem(storedAs) !== null;
  } catch {
    return false; // The storage is closed to us: the guide shows again.
  }
}

export function closeGuide(): void {
  try {
    localStorage.setItem(storedAs, '1');
  } catch {
    // It is closed for this page then.
  }
}
