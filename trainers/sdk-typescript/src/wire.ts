/** Lines of the trainer protocol: one JSON object a line, numbers that JSON lacks spelled out. */
export const protocolVersion = 1;

/** The host skips longer lines; the SDK refuses them while the caller can still do something about it. */
const maxLineBytes = 8 * 1024 * 1024;

function spell(_key: string, value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) {
    if (Number.isNaN(value)) return 'NaN';
    return value > 0 ? 'Infinity' : '-Infinity';
  }
  if (typeof value === 'bigint') return Number(value);
  if (ArrayBuffer.isView(value) && !(value instanceof DataView))
    return Array.from(value as unknown as Iterable<number>);
  if (value instanceof Set) return [...value];
  if (value instanceof Map) return Object.fromEntries(value);
  return value;
}

export function encodeLine(line: Readonly<Record<string, unknown>>): Buffer {
  const data = Buffer.from(`${JSON.stringify(line, spell)}\n`);
  if (data.length > maxLineBytes) {
    throw new Error(
      `a ${String(line.type)} line of ${(data.length / 2 ** 20).toFixed(1)} MiB is over the limit of 8 MiB: ` +
        'thin it out, or write the array to a file below run.output and name the file',
    );
  }
  return data;
}
