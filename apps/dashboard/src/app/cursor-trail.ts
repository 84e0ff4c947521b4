/**
 * The way through a list that the server gives page by page: cursors of the pages passed, the present one last, as one
 * part of the address. So going back needs no cursor of the page before, and a reload stays where one was.
 */
const longest = 40;

function read(trail: string | undefined): string[] {
  return trail === undefined || trail === '' ? [] : trail.split(',');
}

function written(cursors: readonly string[]): string | undefined {
  return cursors.length === 0 ? undefined : cursors.slice(-longest).join(',');
}

/** What the server is asked by; undefined on the first page. */
export function cursorOf(trail: string | undefined): string | undefined {
  const last = read(trail).at(-1);
  if (last === undefined) return undefined;
  try {
    return decodeURIComponent(last);
  } catch {
    return last; // The server says what is wrong with it.
  }
}

export function onward(trail: string | undefined, next: string): string | undefined {
  return written([...read(trail), encodeURIComponent(next)]);
}

/** One page back; from the first page that is remembered to the first of all. */
export function backward(trail: string | undefined): string | undefined {
  return written(read(trail).slice(0, -1));
}
