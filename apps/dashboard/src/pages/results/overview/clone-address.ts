/** The form of a new run, filled with this one and with the settings that are to differ. */
export function cloneAddress(run: number, settings: Readonly<Record<string, unknown>> = {}): string {
  const query = new URLSearchParams({ clone: String(run) });
  if (Object.keys(settings).length > 0) query.set('set', JSON.stringify(settings));
  return `/new?${query}`;
}
