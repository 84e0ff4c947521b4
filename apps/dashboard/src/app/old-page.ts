const storedAs = 'trainyard-reloaded-at';
const betweenMs = 30_000;

/** After an update of the product, an open page asks for files that are gone. */
export function isOldPage(error: unknown): boolean {
  return error instanceof Error && /dynamically imported module|module script failed|preload CSS/i.test(error.message);
}

/** Loads the page anew, but not again and again. Whether it does so. */
export function reloadOnce(): boolean {
  try {
    if (Date.now() - Number(sessionStorage.getItem(storedAs) ?? 0) < betweenMs) return false;
    sessionStorage.setItem(storedAs, String(Date.now()));
  } catch {
    return false; // Without a memory it could go on for ever.
  }
  location.reload();
  return true;
}
