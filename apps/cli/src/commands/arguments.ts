import type { Client } from '@trainyard/api-client';
import { type ParameterSchema, parseSet } from '@trainyard/domain';
import { InvalidArgumentError } from 'commander';
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
function keyValue(text: string, option: string): [string, string] {
  const at = text.indexOf('=');
  if (at < 1) throw new UsageError(`${option} takes key=value, but got "${text}".`);
  return [text.slice(0, at).trim(), text.slice(at + 1)];
}

export function tagsOf(texts: readonly string[]): Record<string, string> {
  return Object.fromEntries(texts.map((text) => keyValue(text, '--tag')));
}

/** `a.b=1` as the settings that lie above a preset, by dotted key, each typed by the trainer's own schema. */
export function settingsOf(texts: readonly string[], schema: ParameterSchema): Record<string, unknown> {
  return Object.fromEntries(
    texts.map((text) => {
      keyValue(text, '--set');
      const { path, value } = parseSet(schema, text);
      return [path, value];
    }),
  );
}

/** Settings for a trainer; it is only asked for where there are any. */
export async function settingsFor(
  client: Client,
  trainer: string,
  texts: readonly string[],
): Promise<Record<string, unknown>> {
  if (texts.length === 0) return {};
  const { schema } = await client.call('getTrainer', { params: { trainer } });
  return settingsOf(texts, schema);
}
