import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseCsv } from '@trainyard/domain';
import { clustersOf, type PartShares, type PromptPart, promptParts, splitPromptItems } from '@trainyard/prompts/race';

export interface Item {
  id: string;
  input: string;
  /** Null where the item has no expected text. */
  expected: string | null;
  group: string | null;
  /** Further columns, for placeholders. */
  values: Record<string, string>;
}

export interface Items {
  /** Of every part that may be read. */
  byId: Map<string, Item>;
  /** Ids in the order in which they are used. */
  parts: Record<PromptPart, string[]>;
  columns: string[];
  /** By item: the name of what it has in common with others, by input or group. */
  clusters: Record<string, string>;
  notes: string[];
}

/** Bad data are told in words, before anything is spent. */
export class UnfitItems extends Error {}

const itemsFile = 'data/items.jsonl';

function textOr<T>(value: unknown, otherwise: T): string | T {
  return typeof value === 'string' ? value : otherwise;
}

function itemOf(line: string, number: number): Item {
  const read = JSON.parse(line) as Record<string, unknown>;
  if (typeof read.id !== 'string' || typeof read.input !== 'string') {
    throw new UnfitItems(`Line ${number} of ${itemsFile} has no id or no input`);
  }
  const values = Object.entries((read.values ?? {}) as Record<string, unknown>).map(([name, value]) => [
    name,
    String(value ?? ''),
  ]);
  return {
    id: read.id,
    input: read.input,
    // An empty cell is no expected text: nothing can be compared with it.
    expected: textOr(read.expected, null) || null,
    group: textOr(read.group, null),
    values: Object.fromEntries(values),
  };
}

export function readItems(folder: string): Item[] {
  const path = join(folder, itemsFile);
  if (!existsSync(path)) throw new UnfitItems(`The data set has no ${itemsFile}: import it as one of kind prompts`);
  const lines = readFileSync(path, 'utf8').split('\n');
  return lines.flatMap((line, i) => (line.trim() === '' ? [] : [itemOf(line, i + 1)]));
}

function listed(names: readonly string[]): string {
  return names.join(' and ');
}

function isPart(text: string | undefined): text is PromptPart {
  return promptParts.some((part) => part === text);
}

function together(items: readonly Item[], parts: Items['parts'], notes: readonly string[]): Items {
  const sizes = promptParts.map((part) => `${parts[part].length} ${part}`).join(', ');
  const clusters = clustersOf(items);
  const alike = Object.keys(clusters).length;
  const ones = new Set(Object.values(clusters)).size;
  return {
    byId: new Map(items.map((item) => [item.id, item])),
    parts,
    columns: [...new Set(['input', ...items.flatMap(({ values }) => Object.keys(values))])],
    clusters,
    notes: [
      `Items: ${sizes}.`,
      ...(alike === 0
        ? []
        : [`${alike} items have the input or the group of another one: in every comparison they count as ${ones}.`]),
      ...notes,
    ],
  };
}

/** As the host has divided them: a file of ids and parts. The items of the test part are not among `items` while it is sealed. */
export function dividedBy(items: readonly Item[], splitText: string): Items {
  const parts: Items['parts'] = { feedback: [], select: [], confirm: [], test: [] };
  for (const [id, part] of parseCsv(splitText).slice(1)) if (id !== undefined && isPart(part)) parts[part].push(id);
  return together(items, parts, []);
}

/** Dealt out by content where nobody has divided them. Throws UnfitItems. */
export function divide(items: readonly Item[], { seed, shares }: { seed: number; shares: PartShares }): Items {
  if (items.length < 4) {
    const count = items.length === 1 ? 'one item' : `${items.length} items`;
    throw new UnfitItems(`The data set has ${count}; a prompt cannot be improved and tested on fewer than 4`);
  }
  const asked = items.map(({ id, input, expected, group }) => ({ id, input, expected: expected ?? '', group }));
  const split = splitPromptItems(asked, { seed, shares });
  if (split.empty.length > 0) {
    throw new UnfitItems(
      `Nothing is left for ${listed(split.empty)}: ${items.length} items in too few groups, or too many alike`,
    );
  }
  const parts: Items['parts'] = { feedback: [], select: [], confirm: [], test: [] };
  for (const { id } of items) {
    const part = split.part.get(id);
    if (part !== undefined) parts[part].push(id);
  }
  const { duplicates, contradictions } = split;
  return together(items, parts, [
    ...(duplicates.length > 0
      ? [`${duplicates.length} items have an input that another has too; they lie in one part.`]
      : []),
    ...(contradictions.length > 0
      ? [
          `${contradictions.length} items have the same input and different expected texts: ${contradictions.slice(0, 5).join(', ')}.`,
        ]
      : []),
  ]);
}
