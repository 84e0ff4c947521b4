import { UnreadableSignal } from '../analysis/npy.ts';
import type { ReadSignal } from './read-signal.ts';

/** A column of times, by the names that people give it. */
const timeName = /^(t|time|times|seconds?|zeit)\b/i;

function separatorOf(line: string): RegExp {
  if (line.includes(';')) return /\s*;\s*/;
  if (line.includes('\t')) return /\t/;
  return line.includes(',') ? /\s*,\s*/ : /\s+/;
}

/** The rate that a column of times tells, or null where its steps are not even. */
function rateOf(times: Float64Array): number | null {
  const n = times.length;
  const step = n < 2 ? 0 : ((times[n - 1] ?? 0) - (times[0] ?? 0)) / (n - 1);
  if (!(step > 0)) return null;
  const even = times.every((time, i) => i === 0 || Math.abs(time - (times[i - 1] ?? 0) - step) < step * 0.05);
  return even ? 1 / step : null;
}

function number(text: string): number {
  return text === '' ? Number.NaN : Number(text);
}

/** Text with a column a channel, with or without a line of names; a column called time tells the rate. */
export function readTable(bytes: Uint8Array): ReadSignal {
  if (bytes.includes(0)) throw new UnreadableSignal('it is neither .npy nor .csv nor .wav');
  const lines = new TextDecoder().decode(bytes).split(/\r\n|\n|\r/);
  while (lines.length > 0 && lines.at(-1)?.trim() === '') lines.pop();
  const [first] = lines;
  if (first === undefined) throw new UnreadableSignal('the file is empty');
  const separator = separatorOf(first.trim());
  const cells = (line: string): string[] => line.trim().split(separator);
  const head = cells(first);
  const named = head.some((cell) => Number.isNaN(number(cell)) && !/^[+-]?nan$/i.test(cell));
  const rows = named ? lines.slice(1) : lines;
  const columns = head.map(() => new Float64Array(rows.length));
  for (const [i, line] of rows.entries()) {
    const row = cells(line);
    const at = `line ${i + (named ? 2 : 1)}`;
    if (row.length !== head.length) {
      throw new UnreadableSignal(`${at} has ${row.length} columns, the first line has ${head.length}`);
    }
    for (const [c, cell] of row.entries()) {
      const value = number(cell);
      if (Number.isNaN(value) && !/^[+-]?nan$/i.test(cell)) {
        const came = cell === '' ? 'nothing' : `"${cell.slice(0, 40)}"`;
        throw new UnreadableSignal(`${at}, column ${c + 1} holds ${came}; a number was expected`);
      }
      const column = columns[c];
      if (column !== undefined) column[i] = value;
    }
  }
  const time = named ? head.findIndex((name) => timeName.test(name.replace(/^"|"$/g, ''))) : -1;
  const times = time < 0 ? undefined : columns[time];
  return {
    format: 'csv',
    channels: columns.filter((_, c) => c !== time),
    rateHz: times === undefined ? null : rateOf(times),
  };
}
