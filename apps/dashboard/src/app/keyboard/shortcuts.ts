/** Every key that does something, for the help; those of one letter go through `key-meaning.ts`. */
export interface Shortcut {
  /** Pressed one after the other, or each for itself. */
  keys: readonly string[];
  inTurn?: boolean;
  does: string;
}
export interface ShortcutGroup {
  title: string;
  /** Can be turned off: they are single characters, which speech input may type. */
  single: boolean;
  shortcuts: readonly Shortcut[];
}

/** Second letters after `g`, and where they lead. */
export const destinations = {
  o: { href: '/', does: 'Overview' },
  h: { href: '/runs', does: 'Runs' },
  n: { href: '/new', does: 'New run' },
  c: { href: '/compare', does: 'Compare' },
  d: { href: '/datasets', does: 'Data sets' },
  m: { href: '/models', does: 'Models' },
  t: { href: '/trainers', does: 'Trainers' },
  r: { href: '/reports', does: 'Reports' },
  w: { href: '/workers', does: 'Workers' },
  u: { href: '/costs', does: 'Cost' },
  i: { href: '/notices', does: 'Notices' },
  s: { href: '/settings', does: 'Settings' },
} as const satisfies Record<string, { href: string; does: string }>;

export const shortcutGroups: readonly ShortcutGroup[] = [
  {
    title: 'Anywhere',
    single: false,
    shortcuts: [
      { keys: ['Ctrl K', '⌘ K'], does: 'Search, or run a command' },
      { keys: ['Esc'], does: 'Close a dialog or menu' },
      { keys: ['Tab', 'Shift Tab'], does: 'Next or earlier control; the first one of a page skips to its content' },
      { keys: ['Enter', 'Space'], does: 'Press the focused button' },
    ],
  },
  {
    title: 'Single keys',
    single: true,
    shortcuts: [
      { keys: ['/'], does: 'Search, or run a command' },
      { keys: ['?'], does: 'This help' },
      ...Object.entries(destinations).map(([key, { does }]) => ({ keys: ['g', key], inTurn: true, does })),
    ],
  },
  {
    title: 'Where the focus is',
    single: false,
    shortcuts: [
      { keys: ['↑', '↓', '←', '→'], does: 'Move in menus, tabs and the cells of a confusion matrix' },
      { keys: ['↑', '↓'], does: 'The same control of the row before or after, in the table of runs' },
      { keys: ['←', '→'], does: 'Narrower or wider, on the edge of a column' },
    ],
  },
];
