/** The columns of each view as they were last used in this browser; the address has the last word. */
const storedAs = 'trainyard-history-columns';
const keptViews = 50;

type Kept = Record<string, string>;

/** Broken or foreign content of the storage counts as nothing. */
export function readKept(text: string | null): Kept {
  try {
    const read: unknown = JSON.parse(text ?? '{}');
    if (typeof read !== 'object' || read === null || Array.isArray(read)) return {};
    return Object.fromEntries(
      Object.entries(read).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    );
  } catch {
    return {};
  }
}

/** The newest views only: nobody clears them away. */
export function withKept(kept: Kept, view: string, columns: string | null): Kept {
  const { [view]: _, ...others } = kept;
  const entries = Object.entries(others);
  if (columns !== null) entries.push([view, columns]);
  return Object.fromEntries(entries.slice(-keptViews));
}

export function keptColumns(view: string): string | undefined {
  try {
    return readKept(localStorage.getItem(storedAs))[view];
  } catch {
    return undefined; // The storage is closed to us.
  }
}

export function keepColumns(view: string, columns: string | null): void {
  try {
    localStorage.setItem(storedAs, JSON.stringify(withKept(readKept(localStorage.getItem(storedAs)), view, columns)));
  } catch {
    // They hold for this page then.
  }
}
