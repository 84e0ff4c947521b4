import { sha256 } from '@trainyard/domain';

/** feedback: the optimizer may read it; select: races, scores only; confirm: once, finalists; test: sealed until the end. */
export const promptParts = ['feedback', 'select', 'confirm', 'test'] as const;
export type PromptPart = (typeof promptParts)[number];

export interface SplitItem {
  id: string;
  input: string;
  expected: string;
  /** Items of one group, such as one document or one customer, stay together. */
  group?: string | null;
}

export type PartShares = Record<PromptPart, number>;

export const defaultShares: PartShares = { feedback: 20, select: 40, confirm: 15, test: 25 };

export interface PromptSplit {
  part: Map<string, PromptPart>;
  sizes: PartShares;
  /** Items whose input another item has too; they are in one part together. */
  duplicates: string[];
  /** Of these, items whose expected text differs from their twin's: one of the two cannot be right. */
  contradictions: string[];
  /** Parts that have no item though their share asks for some: a run cannot start without them. */
  empty: PromptPart[];
}

/** Equal but for capitals, blanks and Unicode form. */
export function contentHash(input: string): string {
  return sha256(input.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, ' ').trim());
}

/** A digest takes longer than all the rest. */
type Hashed<T> = T & { hash: string };
type HashedItem = Hashed<SplitItem>;
type Named = Pick<SplitItem, 'id' | 'input' | 'group'>;

/** Items that share a group or an input belong together, also by way of a third one. */
function bundles<T extends Hashed<Named>>(items: readonly T[]): { key: string; members: T[] }[] {
  const parent = items.map((_, i) => i);
  const root = (i: number): number => {
    let at = i;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at] ?? at] ?? at;
      at = parent[at] ?? at;
    }
    return at;
  };
  const first = new Map<string, number>();
  for (const [i, { hash, group }] of items.entries()) {
    const names = [`content ${hash}`];
    if (group !== undefined && group !== null && group !== '') names.push(`group ${group}`);
    for (const name of names) {
      const before = first.get(name);
      if (before === undefined) first.set(name, i);
      else parent[root(i)] = root(before);
    }
  }
  const found = Map.groupBy(items.entries(), ([i]) => root(i));
  return [...found.values()].map((entries) => {
    const members = entries.map(([, item]) => item);
    const hashes = members.map(({ hash }) => hash).sort();
    return { key: hashes[0] ?? '', members };
  });
}

/** The name of what an item has in common with others, by input or group; items that stand for themselves have none. */
export function clustersOf(items: readonly Named[]): Record<string, string> {
  const named: Record<string, string> = {};
  for (const { key, members } of bundles(items.map((item) => ({ ...item, hash: contentHash(item.input) })))) {
    if (members.length > 1) for (const { id } of members) named[id] = key.slice(0, 16);
  }
  return named;
}

function repeated(items: readonly HashedItem[]): Pick<PromptSplit, 'duplicates' | 'contradictions'> {
  const byContent = Map.groupBy(items, ({ hash }) => hash);
  const twins = [...byContent.values()].filter((same) => same.length > 1);
  const differ = twins.filter((same) => new Set(same.map(({ expected }) => expected.trim())).size > 1);
  return { duplicates: twins.flat().map(({ id }) => id), contradictions: differ.flat().map(({ id }) => id) };
}

/**
 * Dealt out by content, not by place: the order of the rows changes nothing. Bundles go, in the order of their hash with the
 * seed, to the part that lacks most of its share; a part without a share stays empty.
 */
export function splitPromptItems(
  items: readonly SplitItem[],
  { seed = 0, shares = defaultShares }: { seed?: number; shares?: PartShares } = {},
): PromptSplit {
  const total = promptParts.reduce((sum, part) => sum + shares[part], 0);
  if (!(total > 0) || promptParts.some((part) => !(shares[part] >= 0))) {
    throw new RangeError('Shares of the parts are numbers from 0, and one of them is above 0');
  }
  const sizes: PartShares = { feedback: 0, select: 0, confirm: 0, test: 0 };
  const part = new Map<string, PromptPart>();
  const hashed = items.map((item) => ({ ...item, hash: contentHash(item.input) }));
  const ordered = bundles(hashed)
    .map((bundle) => ({ ...bundle, order: sha256(`${seed} ${bundle.key}`) }))
    .sort((a, b) => (a.order < b.order ? -1 : 1));
  for (const { members } of ordered) {
    const lacking = (name: PromptPart): number => (shares[name] / total) * items.length - sizes[name];
    // A part that would stay empty comes first: without a test part no gain can be shown.
    const urgent = promptParts.filter((name) => shares[name] > 0 && sizes[name] === 0);
    const choice = urgent.length > 0 && ordered.length <= 20 ? urgent : promptParts.filter((name) => shares[name] > 0);
    const target = choice.reduce((best, name) => (lacking(name) > lacking(best) ? name : best));
    sizes[target] += members.length;
    for (const { id } of members) part.set(id, target);
  }
  const empty = promptParts.filter((name) => shares[name] > 0 && sizes[name] === 0);
  return { part, sizes, ...repeated(hashed), empty };
}
