import type { Issue, PartsConfig, PromptItem } from '@trainyard/contracts';
import { csvField, parseCsv, type RecordedSplit, sha256 } from '@trainyard/domain';
import { contentHash, type PartShares, type PromptPart, promptParts, splitPromptItems } from '@trainyard/prompts/race';

export interface ItemsToSplit {
  items: readonly PromptItem[];
  /** Text of the split that the data set brings, or null. */
  given: string | null;
  parts: PartsConfig;
}

type PartOf = ReadonlyMap<string, PromptPart>;

const shown = 3;
const say = (path: string, message: string): Issue => ({ path, message });

function isPart(text: string): text is PromptPart {
  return (promptParts as readonly string[]).includes(text);
}

function dealt(items: readonly PromptItem[], seed: number, shares: PartShares): PartOf {
  return splitPromptItems(items, { seed, shares }).part;
}

/** Parts by name as the table gives them; of what is only `train`, or nothing, all but the test part is made. */
function givenParts(text: string, { items, parts }: ItemsToSplit): PartOf {
  const cells = new Map(parseCsv(text).map(([id = '', part = '']) => [id, part]));
  const found = new Map<string, PromptPart>();
  const open: PromptItem[] = [];
  for (const item of items) {
    const part = cells.get(item.id) ?? '';
    if (isPart(part)) found.set(item.id, part);
    else open.push(item);
  }
  for (const [id, part] of dealt(open, parts.seed, { ...parts, test: 0 })) found.set(id, part);
  return found;
}

/** The same question on both sides is answered from memory: the score would say nothing. */
function tornTwins(items: readonly PromptItem[], partOf: PartOf): Issue[] {
  const twins = [...Map.groupBy(items, ({ input }) => contentHash(input)).values()];
  const torn = twins.filter((same) => new Set(same.map(({ id }) => partOf.get(id))).size > 1);
  if (torn.length === 0) return [];
  const named = torn.slice(0, shown).map((same) => {
    const places = same.slice(0, shown).map(({ id }) => `${id.slice(0, 60)} (${partOf.get(id)})`);
    return places.join(' and ');
  });
  const more = torn.length > shown ? `, and ${torn.length - shown} more` : '';
  return [
    say(
      'parts.by',
      `The parts that the data set gives hold the same input twice: items ${named.join('; ')}${more}. Remove one of each, or set parts.by to content`,
    ),
  ];
}

function tornGroups(items: readonly PromptItem[], partOf: PartOf): boolean {
  const groups = Map.groupBy(
    items.filter(({ group }) => group !== null),
    ({ group }) => group,
  );
  return [...groups.values()].some((members) => {
    const inTest = members.filter(({ id }) => partOf.get(id) === 'test').length;
    return inTest > 0 && inTest < members.length;
  });
}

function sizesOf(partOf: PartOf): PartShares {
  const sizes: PartShares = { feedback: 0, select: 0, confirm: 0, test: 0 };
  for (const part of partOf.values()) sizes[part] += 1;
  return sizes;
}

function emptyParts(input: ItemsToSplit, sizes: PartShares, given: boolean): Issue[] {
  const empty = promptParts.filter((part) => sizes[part] === 0);
  if (empty.length === 0) return [];
  const what = empty.length === 1 ? `part ${empty[0]} stays` : `parts ${empty.join(', ')} stay`;
  const why = empty.includes('test') ? '; without a test part no gain can be shown' : '';
  if (given) {
    return [
      say('parts.by', `By the parts that the data set gives, the ${what} empty${why}. Set parts.by to content to deal`),
    ];
  }
  const groups = new Set(input.items.map(({ group, input: text }) => group ?? contentHash(text))).size;
  const count = `${input.items.length} item${input.items.length === 1 ? '' : 's'} in ${groups} group${groups === 1 ? '' : 's'}`;
  return [say('dataset', `The data set is too small: of ${count} the ${what} empty${why}`)];
}

/** Which item is of which part, as a file with a digest; or what is in the way, in words. */
export function splitItems(input: ItemsToSplit): { split: RecordedSplit | null; issues: Issue[] } {
  const { items, given, parts } = input;
  if (parts.by === 'given' && given === null) {
    return {
      split: null,
      issues: [say('parts.by', 'The data set gives no parts of its own (a column "part"); set parts.by to content')],
    };
  }
  const own = given !== null && parts.by !== 'content';
  const partOf = own ? givenParts(given, input) : dealt(items, parts.seed, parts);
  const sizes = sizesOf(partOf);
  const issues = [...(own ? tornTwins(items, partOf) : []), ...emptyParts(input, sizes, own)];
  if (issues.length > 0) return { split: null, issues };
  const lines = items.map(({ id }) => `${csvField(id)},${partOf.get(id) ?? 'feedback'}\n`);
  const text = `sample_id,part\n${lines.join('')}`;
  const grouped = items.some(({ group }) => group !== null);
  return {
    split: {
      by: own ? 'given' : grouped ? 'group' : 'content',
      text,
      digest: sha256(text),
      sizes,
      note: tornGroups(items, partOf) ? 'upper bound: same group on both sides' : null,
      companion: null,
      not_scored: [],
      sealed: true,
    },
    issues: [],
  };
}
