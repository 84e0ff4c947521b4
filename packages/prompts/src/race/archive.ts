import type { Random } from '@trainyard/domain';

/** A prompt version with its score on each item of the select part; null where it has no answer. */
export interface Contender {
  id: string;
  scores: readonly (number | null)[];
}

/** Prompts that are best on some item: one that is weak on average may know what the others lack. */
export const archiveSize = 12;

/** On how many items each is among the best; an item on which all are equal tells nothing. */
function bestCounts(contenders: readonly Contender[]): Map<string, number> {
  const counts = new Map(contenders.map(({ id }) => [id, 0]));
  const items = Math.max(0, ...contenders.map(({ scores }) => scores.length));
  for (let item = 0; item < items; item += 1) {
    const scores = contenders.map((one) => one.scores[item] ?? Number.NEGATIVE_INFINITY);
    const best = Math.max(...scores);
    if (best === Number.NEGATIVE_INFINITY || scores.every((score) => score === best)) continue;
    for (const [i, { id }] of contenders.entries()) if (scores[i] === best) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return counts;
}

function meanOf({ scores }: Contender): number {
  const known = scores.filter((score) => score !== null);
  return known.length === 0 ? Number.NEGATIVE_INFINITY : known.reduce((sum, score) => sum + score, 0) / known.length;
}

/** At least as good everywhere and better somewhere, or the same and earlier. */
function dominates(a: Contender, b: Contender, aIsEarlier: boolean): boolean {
  let better = false;
  for (const [i, score] of b.scores.entries()) {
    const other = a.scores[i] ?? Number.NEGATIVE_INFINITY;
    const own = score ?? Number.NEGATIVE_INFINITY;
    if (other < own) return false;
    if (other > own) better = true;
  }
  return better || aIsEarlier;
}

/** Those that no other dominates, in the order given; where they are too many, the best on most items stay, and the best mean always. */
export function paretoArchive(contenders: readonly Contender[], size = archiveSize): Contender[] {
  const front = contenders.filter((one, i) => {
    return !contenders.some((other, j) => j !== i && dominates(other, one, j < i));
  });
  if (front.length <= size) return front;
  const counts = bestCounts(front);
  const means = front.map(meanOf);
  const champion = front[means.indexOf(Math.max(...means))];
  const ranked = [...front].sort((a, b) => {
    const byChampion = Number(b === champion) - Number(a === champion);
    return byChampion || (counts.get(b.id) ?? 0) - (counts.get(a.id) ?? 0) || meanOf(b) - meanOf(a);
  });
  const kept = new Set(ranked.slice(0, size));
  return front.filter((one) => kept.has(one));
}

/** How often a round starts from the seed again instead of from the archive. */
export const restartShare = 0.1;

/** A parent for the next round: by the number of items it is best on; one round in ten starts from the seed. */
export function chooseParent(archive: readonly Contender[], seedId: string, random: Random): string {
  if (archive.length === 0 || random.float() < restartShare) return seedId;
  const counts = bestCounts(archive);
  const weights = archive.map(({ id }) => (counts.get(id) ?? 0) + 1e-9);
  let left = random.float() * weights.reduce((sum, weight) => sum + weight, 0);
  for (const [i, { id }] of archive.entries()) {
    left -= weights[i] ?? 0;
    if (left < 0) return id;
  }
  return archive.at(-1)?.id ?? seedId;
}
