import { navigation } from '../navigation.ts';

export interface Command {
  id: string;
  title: string;
  /** What it is, in a word: Page, Run, Data set, Trainer, Command. */
  kind: string;
  href?: string;
  run?: () => void;
}

const pages: readonly Command[] = [
  { id: 'page:/new', title: 'New run', kind: 'Page', href: '/new' },
  ...navigation.flatMap(({ items }) =>
    items.map(({ to, title }) => ({ id: `page:${to}`, title, kind: 'Page', href: to })),
  ),
];

/** Whether every word that was written begins a word of the title, or stands in it. */
export function fits(title: string, text: string): boolean {
  const lower = title.toLowerCase();
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => lower.includes(word));
}

/** Pages and commands whose title fits, then what the server found. */
export function matching(text: string, extra: readonly Command[], found: readonly Command[]): Command[] {
  return [...[...pages, ...extra].filter(({ title }) => fits(title, text)), ...found];
}
