import type { Issue } from '@trainyard/contracts';
import { nearestName } from '@trainyard/domain';
import { LineCounter, parseDocument } from 'yaml';

export interface ReadYaml<T> {
  value: T | null;
  /** What could be read, for a broken file too. */
  raw: unknown;
  issues: Issue[];
}

interface ZodIssue {
  code: string;
  path: readonly PropertyKey[];
  message: string;
  keys?: readonly string[];
}

/** What is used of a schema of contracts. */
interface Schema<T> {
  safeParse(raw: unknown): { success: true; data: T } | { success: false; error: { issues: readonly ZodIssue[] } };
}

/** What YAML calls them. */
const kinds: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping',
  record: 'a mapping',
  null: 'nothing',
};

function inWords(issue: ZodIssue, known: readonly string[]): string {
  const at = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys' && issue.keys !== undefined) {
    return issue.keys
      .map((key) => {
        const near = nearestName(key, known);
        const full = at === '' ? key : `${at}.${key}`;
        return `Unknown key "${full}"${near === null || near === key ? '' : `. Did you mean "${near}"?`}`;
      })
      .join('; ');
  }
  const wrongType = /^Invalid input: expected (\w+), received (\w+)$/.exec(issue.message);
  if (wrongType !== null && at !== '') {
    const [expected, received] = [kinds[wrongType[1] ?? ''], kinds[wrongType[2] ?? '']];
    if (expected !== undefined && wrongType[2] === 'undefined') return `"${at}" is missing: expected ${expected}`;
    if (expected !== undefined && received !== undefined) return `"${at}" must be ${expected}, got ${received}`;
  }
  return at === '' ? issue.message : `"${at}": ${issue.message}`;
}

/** Reads a YAML file by a schema; every problem names file and line. */
export function readYaml<T>(
  file: string,
  text: string,
  schema: Schema<T>,
  knownKeys: readonly string[] = [],
): ReadYaml<T> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: true });
  if (document.errors.length > 0) {
    const issues = document.errors.map((error) => ({
      path: file,
      message: (error.message.split('\n')[0] ?? '').replace(/:$/, ''),
    }));
    return { value: null, raw: null, issues };
  }
  let raw: unknown;
  try {
    raw = document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    return {
      value: null,
      raw: null,
      issues: [{ path: file, message: error instanceof Error ? error.message : String(error) }],
    };
  }
  const parsed = schema.safeParse(raw);
  if (parsed.success) return { value: parsed.data, raw, issues: [] };
  const lineOf = (path: readonly PropertyKey[]): string => {
    for (let n = path.length; n > 0; n -= 1) {
      const node = document.getIn(path.slice(0, n), true);
      if (typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range)) {
        const [start] = node.range;
        if (typeof start === 'number') return `, line ${lines.linePos(start).line}`;
      }
    }
    return '';
  };
  const issues = parsed.error.issues.map((issue) => {
    const path = issue.keys?.[0] === undefined ? issue.path : [...issue.path, issue.keys[0]];
    return { path: `${file}${lineOf(path)}`, message: inWords(issue, knownKeys) };
  });
  return { value: null, raw, issues };
}
