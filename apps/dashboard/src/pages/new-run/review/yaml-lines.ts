import type { Problem } from '../configure/problems.ts';
import type { LineError, YamlFile } from '../source/yaml-file.ts';

/** The problems of the check, on the lines of the text that is edited; those of no line come last. */
export function problemLines(
  problems: readonly Pick<Problem, 'path' | 'message'>[],
  file: Pick<YamlFile, 'lineOf'> | null,
): LineError[] {
  return problems
    .map(({ path, message }) => ({ line: file?.lineOf(path) ?? null, message }))
    .sort((a, b) => (a.line ?? Number.POSITIVE_INFINITY) - (b.line ?? Number.POSITIVE_INFINITY));
}

/** Where a line begins and ends in a text, to be marked there. */
export function rangeOfLine(text: string, line: number): [start: number, end: number] {
  const before = text.split('\n').slice(0, line - 1);
  const start = Math.min(
    text.length,
    before.reduce((sum, one) => sum + one.length + 1, 0),
  );
  const end = text.indexOf('\n', start);
  return [start, end === -1 ? text.length : end];
}

/** A file's name out of a run's: no sign that a system forbids. */
export function fileNameOf(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/[^\w.@-]+/g, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
    .slice(0, 80);
  return `${plain === '' ? 'run' : plain}.yaml`;
}

/** An id for a preset out of its title. */
export function presetIdOf(title: string): string {
  const plain = title
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '')
    .slice(0, 40)
    .replace(/-+$/, '');
  return plain === '' ? 'mine' : plain;
}
