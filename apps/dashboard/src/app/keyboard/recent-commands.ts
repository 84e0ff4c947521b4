import type { Command } from './palette-commands.ts';

const storedAs = 'trainyard-recent';
const kept = 6;

type Stored = Pick<Command, 'id' | 'title' | 'kind'> & { href: string };

function isStored(value: unknown): value is Stored {
  if (typeof value !== 'object' || value === null) return false;
  const { id, title, kind, href } = value as Record<string, unknown>;
  return [id, title, kind, href].every((one) => typeof one === 'string') && String(href).startsWith('/');
}

/** Where one went by the palette lately, the last one first. */
export function recentCommands(storage: Pick<Storage, 'getItem'> = localStorage): Command[] {
  try {
    const stored: unknown = JSON.parse(storage.getItem(storedAs) ?? '[]');
    return Array.isArray(stored) ? stored.filter(isStored).slice(0, kept) : [];
  } catch {
    return []; // Storage is closed to us, or somebody else has written there.
  }
}

/** Remembers what was taken; commands that lead nowhere are not remembered. */
export function rememberCommand(command: Command, storage: Pick<Storage, 'getItem' | 'setItem'> = localStorage): void {
  const { id, title, kind, href } = command;
  if (href === undefined) return;
  const others = recentCommands(storage).filter((one) => one.id !== id);
  try {
    storage.setItem(storedAs, JSON.stringify([{ id, title, kind, href }, ...others].slice(0, kept)));
  } catch {
    // The next time begins with pages, then.
  }
}
