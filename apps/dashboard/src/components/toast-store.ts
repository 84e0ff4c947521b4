import { useSyncExternalStore } from 'react';
import type { Tone } from '../format/run-status.ts';

export interface Toast {
  id: number;
  tone: Tone;
  title: string;
  lines: readonly string[];
  action: { label: string; run: () => void } | null;
}
export interface ToastSpec {
  tone: Tone;
  title: string;
  lines?: readonly string[];
  action?: { label: string; run: () => void };
  /** How long it stays; null = until it is closed. */
  forMs?: number | null;
}

const shownAtOnce = 4;
const usualMs = 6_000;
/** Problems take longer to read. */
const problemMs = 15_000;

let toasts: readonly Toast[] = [];
let nextId = 1;
const listeners = new Set<() => void>();
const timers = new Map<number, ReturnType<typeof setTimeout>>();
/** How long each stays, for those that go by themselves. */
const stays = new Map<number, number>();
let held = false;

function put(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

export function closeToast(id: number): void {
  clearTimeout(timers.get(id));
  timers.delete(id);
  stays.delete(id);
  if (toasts.some((toast) => toast.id === id)) put(toasts.filter((toast) => toast.id !== id));
}

/** Tells something in the corner of the page; the answer closes it. The same words are never shown twice at once. */
export function toast(spec: ToastSpec): () => void {
  const { tone, title, lines = [], action = null } = spec;
  for (const shown of toasts) if (shown.title === title && shown.tone === tone) closeToast(shown.id);
  const id = nextId;
  nextId += 1;
  const forMs = spec.forMs === undefined ? (tone === 'bad' ? problemMs : usualMs) : spec.forMs;
  for (const old of toasts.slice(0, Math.max(0, toasts.length + 1 - shownAtOnce))) closeToast(old.id);
  put([...toasts, { id, tone, title, lines, action }]);
  const close = () => closeToast(id);
  if (forMs !== null) {
    stays.set(id, forMs);
    if (!held) timers.set(id, setTimeout(close, forMs));
  }
  return close;
}

/** While somebody reads or is about to press a button, none goes away. */
export function holdToasts(): void {
  held = true;
  for (const timer of timers.values()) clearTimeout(timer);
  timers.clear();
}

/** They go on, each with its whole time. */
export function releaseToasts(): void {
  if (!held) return;
  held = false;
  for (const [id, forMs] of stays)
    timers.set(
      id,
      setTimeout(() => closeToast(id), forMs),
    );
}

export function currentToasts(): readonly Toast[] {
  return toasts;
}

export function useToasts(): readonly Toast[] {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, currentToasts);
}
