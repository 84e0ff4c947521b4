import { parseArgs } from 'node:util';

export interface WorkerArguments {
  /** Carry this run alone, then end. */
  once: string | null;
}

export function readArguments(words: readonly string[]): WorkerArguments {
  const { values } = parseArgs({ args: [...words], options: { once: { type: 'string' } } });
  return { once: values.once ?? null };
}
