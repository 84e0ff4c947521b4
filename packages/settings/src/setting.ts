import { z } from 'zod';

/** What `trainyard doctor` and docs/reference/settings.md say about one setting. */
export interface SettingText {
  /** The environment variable. */
  env: string;
  /** One sentence: what it decides. */
  meaning: string;
  /** The default in words, where it is worked out from other things. */
  defaultText?: string;
  /** Never shown: passwords, keys, addresses that may hold either. */
  secret?: boolean;
}

export interface Setting<T> extends SettingText {
  type: string;
  unit: string | null;
  fallback: T;
  /** Reads the text of the variable; an issue's message says what was expected. */
  schema: z.ZodType<T>;
}

export type SettingsOf<Table extends Record<string, Setting<unknown>>> = {
  readonly [Key in keyof Table]: Table[Key] extends Setting<infer T> ? T : never;
};

interface NumberText extends SettingText {
  fallback: number;
  min: number;
  max: number;
}

function number(text: NumberText, unit: string | null, whole: boolean): Setting<number> {
  const { fallback, min, max, ...rest } = text;
  const kind = whole ? 'a whole number' : 'a number';
  const expected = `must be ${kind} from ${min} to ${max}${unit === null ? '' : ` (${unit})`}`;
  const schema = z.string().transform((value, context): number => {
    const read = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value) ? Number(value) : Number.NaN;
    if (Number.isNaN(read) || read < min || read > max || (whole && !Number.isInteger(read))) {
      context.addIssue({ code: 'custom', message: expected });
      return z.NEVER;
    }
    return read;
  });
  return { ...rest, type: `${whole ? 'integer' : 'number'} ${min} to ${max}`, unit, fallback, schema };
}

export const count = (text: NumberText): Setting<number> => number(text, null, true);
export const seconds = (text: NumberText): Setting<number> => number(text, 'seconds', false);
export const milliseconds = (text: NumberText): Setting<number> => number(text, 'milliseconds', true);

/** Money for an hour of use; null where nobody said. */
export function price(spec: SettingText): Setting<number | null> {
  return { ...spec, ...number({ ...spec, fallback: 0, min: 0, max: 1_000_000 }, 'an hour', false), fallback: null };
}

const sizeUnits: Record<string, number> = { '': 1, k: 2 ** 10, m: 2 ** 20, g: 2 ** 30, t: 2 ** 40 };

function bytesOf(text: string): number {
  const match = /^(\d+(?:\.\d+)?)\s*([kmgt]?)(?:i?b)?$/i.exec(text);
  const factor = sizeUnits[(match?.[2] ?? '').toLowerCase()];
  return match?.[1] === undefined || factor === undefined ? Number.NaN : Math.round(Number(match[1]) * factor);
}

/** A size: plain bytes, or with K, M, G, T (powers of 1,024). */
export function size(text: SettingText & { fallback: string; min: string }): Setting<number> {
  const { fallback, min, ...rest } = text;
  const schema = z.string().transform((value, context): number => {
    const read = bytesOf(value);
    if (Number.isNaN(read) || read < bytesOf(min)) {
      context.addIssue({ code: 'custom', message: `must be a size of at least ${min}, such as ${fallback}` });
      return z.NEVER;
    }
    return read;
  });
  return {
    ...rest,
    type: `size, at least ${min}`,
    unit: 'bytes',
    fallback: bytesOf(fallback),
    defaultText: fallback,
    schema,
  };
}

export function text(spec: SettingText & { fallback: string }): Setting<string> {
  return { ...spec, type: 'text', unit: null, schema: z.string().min(1) };
}

export function optionalText(
  spec: SettingText & { pattern?: RegExp; expected?: string; type?: string },
): Setting<string | null> {
  const { pattern, expected, type, ...rest } = spec;
  const plain = z.string().min(1);
  const schema = pattern === undefined ? plain : plain.regex(pattern, `must be ${expected ?? type ?? String(pattern)}`);
  return { ...rest, type: type ?? 'text', unit: null, fallback: null, schema };
}

export function choice<const Words extends readonly [string, ...string[]]>(
  spec: SettingText & { words: Words; fallback: Words[number] },
): Setting<Words[number]> {
  const { words, ...rest } = spec;
  const schema: z.ZodType<Words[number]> = z.enum(words, `must be one of ${words.join(', ')}`);
  return { ...rest, type: words.join(' | '), unit: null, schema };
}

export function list(spec: SettingText & { fallback: readonly string[] }): Setting<readonly string[]> {
  const schema = z.string().transform((value): readonly string[] =>
    value
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== ''),
  );
  return { ...spec, type: 'list, comma-separated', unit: null, schema };
}

/** GPU devices by number; `auto` asks nvidia-smi, `none` is an empty list. */
export function devices(spec: SettingText): Setting<'auto' | readonly number[]> {
  const schema = z.string().transform((value, context): 'auto' | readonly number[] => {
    if (value === 'auto') return 'auto';
    if (value === 'none') return [];
    const parts = value.split(',').map((part) => part.trim());
    if (!parts.every((part) => /^\d{1,3}$/.test(part))) {
      context.addIssue({ code: 'custom', message: 'must be auto, none, or device numbers such as 0,1' });
      return z.NEVER;
    }
    return [...new Set(parts.map(Number))].sort((a, b) => a - b);
  });
  return { ...spec, type: 'auto | none | device numbers', unit: null, fallback: 'auto', schema };
}

/** A folder, made absolute; a leading `~/` is not expanded, because the shell has done so where it was meant. */
export function folder(spec: SettingText & { fallback: string }): Setting<string> {
  const schema = z.string().regex(/^[^\0]+$/, 'must be the path of a folder');
  return { ...spec, type: 'folder', unit: null, schema };
}
