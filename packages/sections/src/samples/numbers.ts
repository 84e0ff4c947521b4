/** Numbers that look drawn by chance and are the same every time (mulberry32). */
export function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export function normal(next: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
}

export const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

export function interval(value: number, half: number): { value: number; low: number; high: number } {
  return { value, low: Math.max(0, value - half), high: Math.min(1, value + half) };
}

export const faults = ['Normal', 'Inner race', 'Outer race', 'Ball', 'Cage', 'Imbalance', 'Misalignment', 'Looseness'];

/** Names as nobody wants them. */
export const hostile = [
  '<script>alert("x")</script>',
  'محور الدوران الأيمن',
  '🚂🛤️👩‍🔧 emoji',
  `a name of three hundred characters ${'that never ends '.repeat(17)}`.slice(0, 300),
  '\u202Edesrever\u202C and\nlines\tand tabs',
  '{a|b} **not bold** %s $(x) &amp;',
  '',
];
