import type { SectionOf } from '@trainyard/contracts';
import { table, textCell, textColumn } from '../cell.ts';
import { oneLine, shorten } from '../label.ts';
import { parseMarkdown } from '../markdown.ts';
import { formatCount, formatFigure, plural } from '../number.ts';
import type { Body, VersionView } from '../view.ts';

export function text(data: SectionOf<'text'>['data']): Body {
  const prose = parseMarkdown(data.markdown);
  if (prose.length === 0) return { sentence: 'The text is empty.' };
  const words = data.markdown.split(/\s+/).filter(Boolean).length;
  return { sentence: `A text of ${plural(words, 'word')}.`, prose };
}

export function prompt(data: SectionOf<'prompt'>['data']): Body {
  const parts = [
    { title: 'System', text: data.system },
    { title: 'Output', text: data.output },
  ].filter((part) => part.text.trim() !== '');
  const lengths = parts.map((part) => `${part.title.toLowerCase()} ${formatCount(part.text.length)} characters`);
  return {
    sentence: parts.length === 0 ? 'The prompt is empty.' : `A prompt: ${lengths.join(', ')}.`,
    parts,
  };
}

const idKeys = ['id', 'version', 'name'];
const parentKeys = ['parent', 'parent_id', 'from'];
const titleKeys = ['title', 'name', 'change', 'reason', 'note'];
const partTitles: Record<string, string> = {
  system: 'System',
  output: 'Output',
  prompt: 'Prompt',
  instruction: 'Instruction',
  text: 'Text',
};

type Version = Record<string, unknown>;

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
  const names = [...new Set(ordered.flatMap((v) => v.facts.map((f) => f.label)))].slice(0, 6);
  return {
    sentence: `${plural(versions.length, 'version')} of a prompt; ${plural(ordered.filter((v) => v.parent === null || !ids.has(v.parent)).length, 'beginning')}.`,
    versions: ordered,
    tables: [
      table(
        'versions',
        'main',
        'Versions, each below the one it was made from',
        [textColumn('Version'), textColumn('From'), textColumn('What'), ...names.map((name) => textColumn(name))],
        ordered.map((v) => [
          { text: `${'· '.repeat(v.depth)}${v.id}`, value: v.id },
          textCell(v.parent ?? ''),
          textCell(shorten(v.title, 120)),
          ...names.map((name) => textCell(v.facts.find((f) => f.label === name)?.value ?? '')),
        ]),
      ),
    ],
  };
}

function versionOf(version: Version, index: number): VersionView {
  const id = oneLine(firstWord(version, idKeys) ?? `${index + 1}`);
  const parents = version.parents;
  const parent = firstWord(version, parentKeys) ?? (Array.isArray(parents) ? wordOf(parents[0]) : null);
  const used = new Set([...idKeys, ...parentKeys, ...titleKeys, 'parents', ...Object.keys(partTitles)]);
  const facts = Object.entries(version).flatMap(([key, value]) => {
    if (used.has(key)) return [];
    const word = typeof value === 'number' ? formatFigure(value) : wordOf(value);
    return word === null ? [] : [{ label: oneLine(key.replaceAll('_', ' ')), value: shorten(word, 120) }];
  });
  const parts = Object.entries(partTitles).flatMap(([key, title]) => {
    const word = version[key];
    return typeof word === 'string' && word.trim() !== '' ? [{ title, text: word }] : [];
  });
  const title = oneLine(firstWord(version, titleKeys) ?? (parent === null ? 'first version' : 'changed'));
  return { id, parent: parent === null ? null : oneLine(parent), depth: 0, title, facts, parts };
}
