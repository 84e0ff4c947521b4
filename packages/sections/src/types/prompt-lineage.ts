import type { SectionOf } from '@trainyard/contracts';
import { emptyCell, numberCell, numberColumn, table, textCell, textColumn } from '../cell.ts';
import { oneLine, shorten } from '../label.ts';
import { formatCount, formatFigure, plural } from '../number.ts';
import type { Body, FlipsView, PartView, VersionStatus, VersionView } from '../view.ts';

const idKeys = ['id', 'version', 'name'];
const parentKeys = ['parent', 'parent_id', 'from'];
const titleKeys = ['title', 'name', 'change', 'reason', 'note'];
/** Shown in their own way, and not as facts. */
const ownKeys = ['parents', 'status', 'library_version', 'examples', 'compared', 'fixed', 'broke', 'flips'];
const partTitles: Record<string, string> = {
  system: 'System',
  output: 'Output',
  prompt: 'Prompt',
  instruction: 'Instruction',
  text: 'Text',
};
const statusWords: Record<VersionStatus, string> = {
  first: 'the first',
  kept: 'kept',
  dropped: 'dropped',
  unproved: 'not proved better',
  open: 'not decided',
  delivered: 'delivered',
};
const mostFacts = 6;

type Version = SectionOf<'prompt-lineage'>['data']['versions'][number];

const wordOf = (value: unknown): string | null =>
  typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;

function firstWord(version: Version, keys: readonly string[]): string | null {
  for (const key of keys) {
    const word = wordOf(version[key]);
    if (word !== null && word !== '') return word;
  }
  return null;
}

/** Versions as a tree: each below the one it was made from. What a version says of itself beyond that is shown as facts. */
export function promptLineage(data: SectionOf<'prompt-lineage'>['data']): Body {
  const versions = data.versions.map((version, i) => versionOf(version, i));
  if (versions.length === 0) return { sentence: 'No version of a prompt was sent.', versions: [] };
  const ids = new Set(versions.map((v) => v.id));
  const ordered: VersionView[] = [];
  const seen = new Set<VersionView>();
  const visit = (version: VersionView, depth: number): void => {
    if (seen.has(version)) return;
    seen.add(version);
    ordered.push({ ...version, depth: Math.min(depth, 12) });
    if (depth < 500) for (const child of versions) if (child.parent === version.id) visit(child, depth + 1);
  };
  for (const version of versions) if (version.parent === null || !ids.has(version.parent)) visit(version, 0);
  for (const version of versions) visit(version, 0);
  const beginnings = ordered.filter((v) => v.parent === null || !ids.has(v.parent)).length;
  const delivered = ordered.find(({ status }) => status === 'delivered');
  const said = delivered === undefined ? '' : ` Delivered: ${delivered.id}.`;
  return {
    sentence: `${plural(versions.length, 'version')} of a prompt; ${plural(beginnings, 'beginning')}.${said}`,
    versions: ordered,
    ...(data.prompt === undefined ? {} : { promptName: data.prompt }),
    tables: [versionsTable(ordered)],
  };
}

function versionsTable(ordered: readonly VersionView[]) {
  const names = [...new Set(ordered.flatMap((v) => v.facts.map((f) => f.label)))].slice(0, mostFacts);
  const withStatus = ordered.some(({ status }) => status !== null);
  const withFlips = ordered.some(({ flips }) => flips !== null);
  return table(
    'versions',
    'main',
    'Versions, each below the one it was made from',
    [
      textColumn('Version'),
      textColumn('From'),
      textColumn('What'),
      ...(withStatus ? [textColumn('Status')] : []),
      ...names.map((name) => textColumn(name)),
      ...(withFlips ? [numberColumn('Fixed'), numberColumn('Broke')] : []),
    ],
    ordered.map((v) => [
      { text: `${'· '.repeat(v.depth)}${v.id}`, value: v.id },
      textCell(v.parent ?? ''),
      textCell(shorten(v.title, 120)),
      ...(withStatus ? [textCell(v.statusText, v.status === 'delivered' ? 'best' : undefined)] : []),
      ...names.map((name) => textCell(v.facts.find((f) => f.label === name)?.value ?? '')),
      ...(withFlips
        ? [
            v.flips === null ? emptyCell : numberCell(v.flips.fixed, formatCount),
            v.flips === null ? emptyCell : numberCell(v.flips.broke, formatCount),
          ]
        : []),
    ]),
  );
}

function flipsOf({ compared, fixed, broke, flips }: Version): FlipsView | null {
  if (fixed === undefined && broke === undefined && flips === undefined) return null;
  const cases = (flips ?? []).map((one) => ({ ...one, item: oneLine(one.item) }));
  const many = (effect: 'fixed' | 'broke') => cases.filter((one) => one.effect === effect).length;
  return {
    compared: compared ?? null,
    fixed: Math.max(fixed ?? 0, many('fixed')),
    broke: Math.max(broke ?? 0, many('broke')),
    cases,
  };
}

function partsOf(version: Version): PartView[] {
  const written = Object.entries(partTitles).flatMap(([key, title]) => {
    const word = version[key];
    return typeof word === 'string' && word.trim() !== '' ? [{ title, text: word }] : [];
  });
  const examples = (version.examples ?? []).map(({ input, output }, i) => ({
    title: `Example ${i + 1}`,
    text: `${input}\n→ ${output}`,
  }));
  return [...written, ...examples];
}

function versionOf(version: Version, index: number): VersionView {
  const id = oneLine(firstWord(version, idKeys) ?? `${index + 1}`);
  const parents = version.parents;
  const parent = firstWord(version, parentKeys) ?? (Array.isArray(parents) ? wordOf(parents[0]) : null);
  const used = new Set([...idKeys, ...parentKeys, ...titleKeys, ...ownKeys, ...Object.keys(partTitles)]);
  const facts = Object.entries(version).flatMap(([key, value]) => {
    if (used.has(key)) return [];
    const whole = typeof value === 'number' && Number.isInteger(value);
    const word = whole ? formatCount(value) : typeof value === 'number' ? formatFigure(value) : wordOf(value);
    return word === null ? [] : [{ label: oneLine(key.replaceAll('_', ' ')), value: shorten(word, 120) }];
  });
  const title = oneLine(firstWord(version, titleKeys) ?? (parent === null ? 'first version' : 'changed'));
  const status = version.status ?? null;
  return {
    id,
    parent: parent === null ? null : oneLine(parent),
    depth: 0,
    title,
    status,
    statusText: status === null ? '' : statusWords[status],
    number: version.library_version ?? null,
    facts,
    parts: partsOf(version),
    flips: parent === null ? null : flipsOf(version),
  };
}
