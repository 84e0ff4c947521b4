import type { ScorePair } from './posterior.ts';

export interface ClusterPair {
  candidate: number;
  incumbent: number;
  /** Items that both have answered. */
  items: number;
}

/**
 * Equal inputs and items of one group say the same thing more than once: scores are averaged inside such a cluster, which then
 * counts as one. A pair without a cluster is one of its own; pairs without both answers are left out.
 */
export function clusterPairs(pairs: readonly ScorePair[]): ClusterPair[] {
  const found: ClusterPair[] = [];
  const byName = new Map<string, ClusterPair>();
  for (const { candidate, incumbent, cluster } of pairs) {
    if (candidate === null || incumbent === null) continue;
    const known = cluster === undefined ? undefined : byName.get(cluster);
    if (known !== undefined) {
      known.candidate += (candidate - known.candidate) / (known.items + 1);
      known.incumbent += (incumbent - known.incumbent) / (known.items + 1);
      known.items += 1;
      continue;
    }
    const one = { candidate, incumbent, items: 1 };
    found.push(one);
    if (cluster !== undefined) byName.set(cluster, one);
  }
  return found;
}
