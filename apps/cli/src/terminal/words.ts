import { fromWire, type WireNumber } from '@trainyard/contracts';

/** Four significant digits; counts whole; what JSON lacks by name. */
export function numberText(value: WireNumber): string {
  const number = fromWire(value);
  if (Number.isNaN(number)) return 'NaN';
  if (!Number.isFinite(number)) return number > 0 ? '∞' : '-∞';
  if (Number.isInteger(number) && Math.abs(number) < 1e9) return grouped(number);
  const size = Math.abs(number);
  if (size !== 0 && (size < 1e-3 || size >= 1e7)) return number.toExponential(2).replace('e+', 'e');
  return size >= 1e4 ? grouped(Math.round(number)) : String(Number(number.toPrecision(4)));
}

function grouped(whole: number): string {
  return String(whole).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

export interface Interval {
  value: WireNumber;
  low: WireNumber | null;
  high: WireNumber | null;
}

/** `0.981 (0.952 to 0.993)`. */
export function intervalText(interval: Interval): string {
  // Of a class that was never predicted there is no precision, whatever the interval.
  if (interval.value === 'NaN') return 'none';
  if (interval.low === null || interval.high === null) return numberText(interval.value);
  return `${scoreText(interval.value)} (${scoreText(interval.low)} to ${scoreText(interval.high)})`;
}

/** Three digits after the point where a number is a share; others as usual. */
export function scoreText(value: WireNumber): string {
  const number = fromWire(value);
  return number >= 0 && number <= 1 ? number.toFixed(3) : numberText(value);
}

export function percentText(share: number): string {
  return `${Math.round(share * 100)} %`;
}

/** `48 s`, `3 min 20 s`, `2 h 5 min`, `3 d 4 h`. */
export function durationText(seconds: number): string {
  if (seconds < 0.95) return seconds <= 0 ? '0 s' : `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return pair(Math.floor(whole / 60), 'min', whole % 60, 's');
  const minutes = Math.round(whole / 60);
  if (minutes < 24 * 60) return pair(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
  const hours = Math.round(whole / 3600);
  return pair(Math.floor(hours / 24), 'd', hours % 24, 'h');
}

function pair(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}

const byteUnits = ['B', 'KB', 'MB', 'GB', 'TB', 'PB'];

export function bytesText(bytes: number): string {
  let size = bytes;
  let unit = 0;
  while (size >= 1000 && unit < byteUnits.length - 1) {
    size /= 1000;
    unit += 1;
  }
  return `${unit === 0 || size >= 100 ? Math.round(size) : Number(size.toPrecision(2))} ${byteUnits[unit] ?? ''}`;
}

export function countText(count: number, one: string, many = `${one}s`): string {
  return `${grouped(count)} ${count === 1 ? one : many}`;
}

/** `5 min ago`; `now` is given, so that the words can be tested. */
export function agoText(at: string | null, now: number): string {
  if (at === null) return '';
  const seconds = Math.max(0, (now - Date.parse(at)) / 1000);
  if (seconds < 5) return 'just now';
  if (seconds < 60) return `${Math.round(seconds)} s ago`;
  if (seconds < 3600) return `${Math.round(seconds / 60)} min ago`;
  if (seconds < 36 * 3600) return `${Math.round(seconds / 3600)} h ago`;
  return at.slice(0, 10);
}

export function cut(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`;
}

/** Broken at spaces; a word that is longer than the line stays whole. */
export function wrapped(text: string, width: number): string {
  return text
    .split('\n')
    .map((line) => {
      const lines: string[] = [];
      for (const word of line.split(' ')) {
        const last = lines.at(-1);
        if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
        else lines.push(word);
      }
      return lines.join('\n');
    })
    .join('\n');
}
