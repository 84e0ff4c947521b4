/** Where the CSV of a list is: all its runs, in its order, with its columns. */
export function csvAddress(query: {
  q?: string | undefined;
  filter?: string | undefined;
  sort?: string | undefined;
  columns?: string | undefined;
}): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined && value !== '') params.set(name, value);
  const text = params.toString();
  return text === '' ? '/api/v1/runs.csv' : `/api/v1/runs.csv?${text}`;
}
