import type { LogLine } from '@trainyard/contracts';

export type { LogLine };
export type LogLevel = LogLine['level'];

const gravity: Record<LogLevel, number> = { debug: 0, info: 1, warning: 2, error: 3 };

/** A line of the stream, whose words the server has checked already. */
export function asLogLine(line: { level: string; source: string } & Omit<LogLine, 'level' | 'source'>): LogLine {
  return line as LogLine;
}

export function isAtLeast(line: LogLine, level: LogLevel): boolean {
  return gravity[line.level] >= gravity[level];
}

/** Letters of either case are the same, as the server searches. */
export function contains(line: LogLine, words: string): boolean {
  return words === '' || line.text.toLowerCase().includes(words.toLowerCase());
}

/** A text cut into what was searched for and the rest. */
export function cutByHits(text: string, words: string): { text: string; hit: boolean; at: number }[] {
  if (words === '') return [{ text, hit: false, at: 0 }];
  const parts: { text: string; hit: boolean; at: number }[] = [];
  const lower = text.toLowerCase();
  const sought = words.toLowerCase();
  let from = 0;
  // Some letters change their length with their case; then places of one are not those of the other.
  if (lower.length !== text.length) return [{ text, hit: false, at: 0 }];
  for (let at = lower.indexOf(sought); at !== -1; at = lower.indexOf(sought, from)) {
    if (at > from) parts.push({ text: text.slice(from, at), hit: false, at: from });
    parts.push({ text: text.slice(at, at + sought.length), hit: true, at });
    from = at + sought.length;
  }
  if (from < text.length) parts.push({ text: text.slice(from), hit: false, at: from });
  return parts;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: colours of terminals begin with one
const terminalCodes = /\u001b\[[0-9;?]*[ -/]*[@-~]/g;

/** As it is shown: without the colours of a terminal; of a line that a program wrote over itself, what stood at the end. */
export function shownText(text: string): string {
  const plain = text.includes('\u001b') ? text.replace(terminalCodes, '') : text;
  if (!plain.includes('\r')) return plain;
  const parts = plain.split('\r').filter((part) => part !== '');
  return parts.at(-1) ?? '';
}
