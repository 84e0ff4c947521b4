import { isPlainObject } from '@trainyard/domain';
import { type Document, LineCounter, parseDocument } from 'yaml';
import { objectAt } from './take-over.ts';

export interface LineError {
  /** From 1; null where it belongs to no line. */
  line: number | null;
  message: string;
}

/** What a YAML file says of a run: the record of one, a preset, or bare settings. */
export interface YamlFile {
  kind: 'record' | 'preset' | 'settings';
  trainer: string | null;
  preset: string | null;
  config: Record<string, unknown>;
  dataset: { name: string; version: number | null; digest: string | null } | null;
  /** As the form's fields hold them; absent where the file does not say. */
  settings: { name?: string; seed?: string; threads?: string; gpus?: string; time_limit_s?: number };
  /** The line on which a problem of a setting stands. */
  lineOf(path: string): number | null;
}

export type ReadYaml = { file: YamlFile; errors: [] } | { file: null; errors: LineError[] };

const mostCharacters = 500_000;
const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
const whole = (value: unknown): number | null => (typeof value === 'number' && Number.isInteger(value) ? value : null);

function firstLine(error: unknown): string {
  return ((error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '').replace(/ at line \d+.*$/, '');
}

function readDataset(raw: unknown): YamlFile['dataset'] {
  if (typeof raw === 'string') {
    const [, name = raw, version] = /^(.*)@([1-9]\d*)$/.exec(raw) ?? [];
    return name === '' ? null : { name, version: version === undefined ? null : Number(version), digest: null };
  }
  if (!isPlainObject(raw)) return null;
  const name = text(raw.name);
  return name === null ? null : { name, version: whole(raw.version), digest: text(raw.digest) };
}

function readSettings(raw: Record<string, unknown>): YamlFile['settings'] {
  const resources = { ...objectAt(raw, 'resources'), ...pick(raw, ['threads', 'gpus']) };
  const written = (value: unknown): string | undefined =>
    value === undefined || value === null ? undefined : String(value);
  const found = {
    name: text(raw.name) ?? undefined,
    seed: written(raw.seed),
    threads: written(resources.threads),
    gpus: written(resources.gpus),
    time_limit_s: typeof raw.time_limit_s === 'number' ? raw.time_limit_s : undefined,
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
}

function pick(raw: Record<string, unknown>, keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(keys.filter((key) => raw[key] !== undefined).map((key) => [key, raw[key]]));
}

/** `layers[1]` and `window.seconds` as the keys that lead there. */
function keysOf(path: string): (string | number)[] {
  return [...path.matchAll(/\[(\d+)\]|[^.[\]]+/g)].map(([key, index]) => (index === undefined ? key : Number(index)));
}

function lineFinder(document: Document.Parsed, lines: LineCounter, below: string[]): YamlFile['lineOf'] {
  const at = (keys: readonly (string | number)[]): number | null => {
    const node: unknown = document.getIn(keys, true);
    if (typeof node !== 'object' || node === null || !('range' in node) || !Array.isArray(node.range)) return null;
    const [start]: unknown[] = node.range;
    return typeof start === 'number' ? lines.linePos(start).line : null;
  };
  return (path) => {
    const keys = keysOf(path);
    const flat = at([...below, path]);
    if (flat !== null) return flat;
    for (let n = keys.length; n > 0; n -= 1) {
      const line = at([...below, ...keys.slice(0, n)]) ?? at(keys.slice(0, n));
      if (line !== null) return line;
    }
    return null;
  };
}

/** Reads what somebody pasted, uploaded or edits; every error names its line. */
export function readYamlFile(given: string): ReadYaml {
  const fail = (message: string, line: number | null = null): ReadYaml => ({ file: null, errors: [{ line, message }] });
  if (given.length > mostCharacters) return fail('This is longer than any configuration (500,000 characters at most).');
  if (given.trim() === '') return fail('There is nothing in it. Paste the YAML of a run, a preset, or settings.');
  const lines = new LineCounter();
  const document = parseDocument(given, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) {
    const errors = document.errors.map((error) => ({
      line: lines.linePos(error.pos[0]).line,
      message: firstLine(error),
    }));
    return { file: null, errors };
  }
  let raw: unknown;
  try {
    raw = document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    return fail(firstLine(error));
  }
  if (!isPlainObject(raw)) return fail('Settings are expected, one a line: key: value', 1);
  const { trainer: by, config } = raw;
  const trainer = text(isPlainObject(by) ? by.id : by);
  if (isPlainObject(config) && (raw.v === 1 || trainer !== null)) {
    return {
      file: {
        kind: 'record',
        trainer,
        preset: text(raw.preset),
        config,
        dataset: readDataset(raw.dataset),
        settings: readSettings(raw),
        lineOf: lineFinder(document, lines, ['config']),
      },
      errors: [],
    };
  }
  const isPreset = isPlainObject(config) && typeof raw.id === 'string';
  return {
    file: {
      kind: isPreset ? 'preset' : 'settings',
      trainer: null,
      preset: null,
      config: isPreset && isPlainObject(config) ? config : raw,
      dataset: null,
      settings: {},
      lineOf: lineFinder(document, lines, isPreset ? ['config'] : []),
    },
    errors: [],
  };
}
