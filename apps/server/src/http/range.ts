import { TrainyardError } from '@trainyard/contracts';

/** Inclusive, as in HTTP. */
export interface ByteRange {
  start: number;
  end: number;
}

/**
 * The one range of a `Range` header; null = send all (no header, another unit, several ranges: all allowed answers).
 * Throws range-invalid for a range outside the file.
 */
export function parseRange(header: string | undefined, size: number): ByteRange | null {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '');
  if (match === null) return null;
  const [, first = '', last = ''] = match;
  if (first === '' && last === '') return null;
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (start > end || start >= size) throw new TrainyardError('range-invalid', { range: match[0], size });
  return { start, end };
}

/** Whether an `If-None-Match` (or `If-Range`) header names this entity tag. */
export function namesTag(header: string | undefined, tag: string): boolean {
  if (header === undefined) return false;
  return header.trim() === '*' || header.split(',').some((one) => one.trim().replace(/^W\//, '') === tag);
}

const types: Record<string, string> = {
  csv: 'text/csv; charset=utf-8',
  json: 'application/json; charset=utf-8',
  log: 'text/plain; charset=utf-8',
  md: 'text/plain; charset=utf-8',
  pdf: 'application/pdf',
  png: 'image/png',
  txt: 'text/plain; charset=utf-8',
  yaml: 'application/yaml; charset=utf-8',
  yml: 'application/yaml; charset=utf-8',
};

/** Nothing that a browser would run: a trainer's HTML or SVG must not act with the reader's rights. */
export function contentTypeOf(path: string): string {
  return types[path.slice(path.lastIndexOf('.') + 1).toLowerCase()] ?? 'application/octet-stream';
}

/** `attachment` with a name that survives every header: ASCII, and UTF-8 beside it. */
export function attachment(name: string): string {
  const plain = name.replace(/[^\w.+-]/g, '_');
  return `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name)}`;
}
