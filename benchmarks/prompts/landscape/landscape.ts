import { existsSync, readFileSync } from 'node:fs';
import type { EditAction } from '@trainyard/prompts/edits';
import { itemsOf, type Task, type TaskItem, tasks } from '../../../examples/small-language-model/tasks.ts';
import { type LandscapePrompt, landscapePrompts } from './prompts.ts';

/** How many items each prompt was asked. */
export const itemCount = 200;

/** What is kept of a landscape: one bit a prompt and item, and what it came from. */
export interface LandscapeFile {
  task: string;
  model: string;
  /** SHA-256 of the weights. */
  weights: string;
  prompts: number;
  items: number;
  /** Prompt by prompt, item by item, the first in the highest bit; base64. */
  right: string;
}

/** From where a search starts: as a hurried person would, in the middle, and where nothing is left to gain. */
export const startNames = ['bare', 'middling', 'best'] as const;
export type StartName = (typeof startNames)[number];

/** Which prompt the real model answers which item rightly under: every strategy replays against it in milliseconds. */
export interface Landscape {
  task: Task;
  items: readonly TaskItem[];
  prompts: readonly LandscapePrompt[];
  right: (prompt: number, item: number) => boolean;
  /** The prompt that a search begins from. */
  starts: Readonly<Record<StartName, number>>;
  /** Share of the items that are right. */
  accuracy: (prompt: number, items: readonly number[]) => number;
}

export function fileOf(task: string): string {
  return new URL(`data/${task}.json`, import.meta.url).pathname;
}

export function pack(rows: readonly (readonly boolean[])[]): string {
  const bits = rows.flat();
  const bytes = new Uint8Array(Math.ceil(bits.length / 8));
  for (const [at, bit] of bits.entries()) if (bit) bytes[at >> 3] = (bytes[at >> 3] ?? 0) | (128 >> (at & 7));
  return Buffer.from(bytes).toString('base64');
}

function readLandscape(task: Task): Landscape {
  const kept = JSON.parse(readFileSync(fileOf(task.name), 'utf8')) as LandscapeFile;
  const items = itemsOf(task, itemCount);
  const prompts = landscapePrompts(task, items);
  if (kept.prompts !== prompts.length || kept.items !== items.length) {
    throw new Error(`${task.name}.json was made for other prompts or items; make it anew (see README.md)`);
  }
  const bytes = Buffer.from(kept.right, 'base64');
  const right = (prompt: number, item: number): boolean => {
    const at = prompt * items.length + item;
    return ((bytes[at >> 3] ?? 0) & (128 >> (at & 7))) !== 0;
  };
  const accuracy = (prompt: number, of: readonly number[]): number =>
    of.filter((i) => right(prompt, i)).length / of.length;
  const all = items.map((_, i) => i);
  const worth = prompts.map(({ id }) => accuracy(id, all));
  const ranked = prompts.map(({ id }) => id).sort((a, b) => (worth[b] ?? 0) - (worth[a] ?? 0));
  const starts = { bare: 0, middling: ranked[Math.floor(ranked.length / 2)] ?? 0, best: ranked[0] ?? 0 };
  return { task, items, prompts, right, starts, accuracy };
}

/** Those that were built. */
export function readLandscapes(): Landscape[] {
  return tasks.filter(({ name }) => existsSync(fileOf(name))).map(readLandscape);
}

/** A prompt one edit away, by this action where there is one; `draw` chooses among several. */
export function step(from: LandscapePrompt, action: EditAction | null, draw: (n: number) => number): number | null {
  const fitting = from.neighbours.filter((one) => action === null || one.action === action);
  return fitting[draw(fitting.length)]?.id ?? null;
}
