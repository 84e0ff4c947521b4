import type { Ink } from './ink.ts';

/** One log line as it was written; warnings and errors are marked where there is color. */
export function logLineText(line: { text: string; level: string; source: string }, ink: Ink): string {
  if (line.source === 'host') return ink.dim(line.text);
  if (line.level === 'error') return ink.bad(line.text);
  if (line.level === 'warning') return ink.warn(line.text);
  return line.text;
}
