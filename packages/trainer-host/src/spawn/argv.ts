import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Manifest, Task } from '@trainyard/contracts';
import { builtinRoot } from '@trainyard/trainer-catalog';

/** Makes the SDK importable by its name, wherever the trainer lies. */
const nodeSdk = pathToFileURL(join(builtinRoot, 'sdk-typescript/register.mjs')).href;

/** What the first word of an entry stands for. */
export interface Interpreters {
  /** The environment's Python; null where the environment has none. */
  python: string | null;
  node: string;
}

function valueAt(config: Readonly<Record<string, unknown>>, dotted: string): unknown {
  if (dotted in config) return config[dotted];
  let value: unknown = config;
  for (const key of dotted.split('.')) {
    if (value === null || typeof value !== 'object') return undefined;
    value = Object.entries(value).find(([name]) => name === key)?.[1];
  }
  return value;
}

function asWord(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** A word that is nothing but `{config.key}` and whose value is a list becomes one word per item. */
function fillWord(word: string, config: Readonly<Record<string, unknown>>): string[] {
  const whole = /^\{config\.([A-Za-z0-9_.-]+)\}$/.exec(word)?.[1];
  if (whole !== undefined) {
    const value = valueAt(config, whole);
    if (Array.isArray(value)) return value.map(asWord);
  }
  return [word.replace(/\{config\.([A-Za-z0-9_.-]+)\}/g, (_, key: string) => asWord(valueAt(config, key)))];
}

/** How the process is seen in `ps`. */
function processTitle(task: Pick<Task, 'trainer' | 'run_number'>): string {
  return `trainyard trainer ${task.trainer} run ${task.run_number}`;
}

/**
 * The words of the trainer's command. A setting becomes one word whatever it contains: no shell ever reads it. Python
 * takes no other name for itself (it finds its environment by it), but ignores a `-X` option that it does not know.
 */
export function commandWords(manifest: Manifest, task: Task, interpreters: Interpreters): string[] {
  const words = manifest.entry.flatMap((word) => fillWord(word, task.config));
  const [first, ...rest] = words;
  if (first === undefined || first === '') throw new Error(`the entry of trainer ${manifest.id} names no program`);
  if (first === 'node') return [interpreters.node, `--title=${processTitle(task)}`, '--import', nodeSdk, ...rest];
  if ((first === 'python' || first === 'python3') && interpreters.python !== null) {
    return [interpreters.python, '-X', processTitle(task), ...rest];
  }
  return words;
}
