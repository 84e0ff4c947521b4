import { InvalidArgumentError } from 'commander';
import { parse } from 'yaml';
import { UsageError } from './error-words.ts';

/** Option parsers: commander calls them with each value and what was gathered before. */
export function gather(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}

export function wholeNumber(value: string): number {
  if (!/^\d{1,10}$/.test(value)) throw new InvalidArgumentError('A whole number was expected.');
  return Number(value);
}

const secondsOf: Record<string, number> = { '': 1, s: 1, m: 60, min: 60, h: 3600, d: 86_400 };

/** `90`, `90s`, `15min`, `2h`, `1.5d`, in seconds. */
export function duration(value: string): number {
  const match = /^(\d+(?:\.\d+)?)(s|m|min|h|d|)$/.exec(value.trim());
  const seconds = Number(match?.[1]) * (secondsOf[match?.[2] ?? ''] ?? Number.NaN);
  if (!(seconds > 0)) throw new InvalidArgumentError('A time was expected, for instance 90s, 15min or 2h.');
  return seconds;
}

/** `key=value` pairs; the first `=` separates. */
export function keyValue(text: string, option: string): [string, string] {
  const at = text.indexOf('=');
  if (at < 1) throw new UsageError(`${option} takes key=value, but got "${text}".`);
  return [text.slice(0, at).trim(), text.slice(at + 1)];
}

export function tagsOf(texts: readonly string[]): Record<string, string> {
  return Object.fromEntries(texts.map((text) => keyValue(text, '--tag')));
}

/**
 * A value as it is typed in a shell: numbers, true, false, null, and what begins like a list, a map or a quoted text
 * are read as such, all else is text as it stands (a command with a colon in it is no map).
 */
export function shellValue(text: string): unknown {
  const trimmed = text.trim();
  const plain = /^(true|false|null|[+-]?(\d[\d_]*\.?\d*|\.\d+)([eE][+-]?\d+)?)$/;
  if (!plain.test(trimmed) && !/^[[{"']/.test(trimmed)) return text;
  try {
    return parse(trimmed) as unknown;
  } catch {
    throw new UsageError(`${trimmed} begins like a list, a map or a quoted text, but is none.`);
  }
}

/** `a.b=1` as the settings that lie above a preset, by dotted key. */
export function settingsOf(texts: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    texts.map((text) => {
      const [key, value] = keyValue(text, '--set');
      return [key, shellValue(value)];
    }),
  );
}
