export interface Compared {
  from: number;
  to: number;
}

interface Line {
  version: number;
  parents: readonly number[];
  current: boolean;
}

function numberIn(text: string | undefined, versions: readonly Line[]): number | null {
  return versions.find(({ version }) => String(version) === text)?.version ?? null;
}

/**
 * Which two versions are held against each other: those of the address, else the one that is shown and what it was made
 * from. Null where there is one only.
 */
export function comparedOf(
  search: { from?: string | undefined; to?: string | undefined },
  versions: readonly Line[],
  shown: number,
): Compared | null {
  if (versions.length < 2) return null;
  const to = numberIn(search.to, versions) ?? shown;
  const asked = numberIn(search.from, versions);
  if (asked !== null) return { from: asked, to };
  const parent = versions.find(({ version }) => version === to)?.parents[0];
  const others = versions.filter(({ version }) => version !== to);
  const from = numberIn(String(parent), others) ?? others.find(({ current }) => current)?.version;
  return { from: from ?? others[0]?.version ?? to, to };
}
