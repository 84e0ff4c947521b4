const units: readonly [RegExp, number][] = [
  [/^(s|sec|secs|second|seconds)?$/, 1],
  [/^(m|min|mins|minute|minutes)$/, 60],
  [/^(h|hour|hours)$/, 3600],
  [/^(d|day|days)$/, 86_400],
];

/** `90`, `90 s`, `2 h`, `1 h 30 min` in seconds; null where it is no length of time. */
export function readDuration(text: string): number | null {
  const plain = text.trim().toLowerCase();
  if (!/^(\d+(\.\d+)?\s*[a-z]*\s*)+$/.test(plain)) return null;
  let seconds = 0;
  for (const [, figure, word = ''] of plain.matchAll(/(\d+(?:\.\d+)?)\s*([a-z]*)/g)) {
    const unit = units.find(([shape]) => shape.test(word));
    if (unit === undefined) return null;
    seconds += Number(figure) * unit[1];
  }
  return Number.isFinite(seconds) && seconds > 0 ? seconds : null;
}

/** Short and read back the same. */
export function writeDuration(seconds: number): string {
  for (const [size, word] of [
    [86_400, 'd'],
    [3600, 'h'],
    [60, 'min'],
  ] as const) {
    if (seconds >= size && seconds % size === 0) return `${seconds / size} ${word}`;
  }
  return `${seconds} s`;
}
