import { navigation } from '../navigation.ts';
import { settingsCards } from '../settings-sections.ts';
import { fitOf } from './fuzzy.ts';

export interface Command {
  id: string;
  title: string;
  /** What it is, in a word: Page, Run, Data set, Trainer, Command. */
  kind: string;
  href?: string;
  run?: () => void;
  /** It puts a question before it does anything. */
  asks?: boolean;
}
export interface CommandGroup {
  title: string;
  commands: Command[];
}

const pages: readonly Command[] = [
  { id: 'page:/new', title: 'New run', kind: 'Page', href: '/new' },
  ...navigation.flatMap(({ items }) =>
    items.map(({ to, title }) => ({ id: `page:${to}`, title, kind: 'Page', href: to })),
  ),
];

/** Found by their names; an empty field offers their home alone. */
const settings: readonly Command[] = settingsCards.map(({ section, title }) => ({
  id: `page:/settings/${section}`,
  title: `Settings: ${title}`,
  kind: 'Page',
  href: `/settings/${section}`,
}));

/** Those whose title fits, the best first. */
function fitting(commands: readonly Command[], text: string): Command[] {
  return commands
    .flatMap((command) => {
      const fit = fitOf(command.title, text);
      return fit === null ? [] : [{ command, fit }];
    })
    .sort((a, b) => b.fit - a.fit)
    .map(({ command }) => command);
}

export interface Offered {
  recent: readonly Command[];
  /** Of the frame and of the page that is open. */
  actions: readonly Command[];
  runs: readonly Command[];
  library: readonly Command[];
}

/** What the palette shows under its field: an empty one offers what was used lately, then everything of the frame. */
export function groupsFor(text: string, offered: Offered): CommandGroup[] {
  const { recent, actions, runs, library } = offered;
  const groups =
    text === ''
      ? [
          { title: 'Recent', commands: [...recent] },
          { title: 'Pages', commands: [...pages] },
          { title: 'Commands', commands: [...actions] },
        ]
      : [
          { title: 'Pages', commands: fitting([...pages, ...settings], text) },
          // The server has found these, by words that need not be in the name.
          { title: 'Runs', commands: [...runs] },
          { title: 'Library', commands: fitting(library, text) },
          { title: 'Commands', commands: fitting(actions, text) },
        ];
  return groups.filter(({ commands }) => commands.length > 0);
}
