/** A page's search as plain text by name: `?q=cnn&sort=-number`. Pages parse what they know and keep the rest. */
export type SearchText = Readonly<Record<string, string | undefined>>;

/** For the router: names and values stand in the address as a person would write them. */
export function parseSearch(text: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(text));
}

export function writeSearch(search: Record<string, unknown>): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    if (value !== undefined && value !== null && value !== '') params.set(name, String(value));
  }
  // Commas and colons are good in a query; people share these addresses.
  const text = params.toString().replaceAll('%2C', ',').replaceAll('%3A', ':').replaceAll('%2F', '/');
  return text === '' ? '' : `?${text}`;
}

export function searchText(search: Record<string, unknown>): SearchText {
  const entries = Object.entries(search).map(([name, value]) => [
    name,
    value === undefined ? undefined : String(value),
  ]);
  return Object.fromEntries(entries);
}
