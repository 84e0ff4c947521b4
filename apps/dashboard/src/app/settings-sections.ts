export type SettingsSection =
  | 'language-models'
  | 'budgets'
  | 'notices'
  | 'access'
  | 'appearance'
  | 'slots'
  | 'installation';

export interface SettingsCard {
  section: SettingsSection;
  title: string;
  says: string;
  /** Further words that people look for it by. */
  words: string;
  /** For administrators alone. */
  admin: boolean;
}

/** The pages of the settings, for their home and for the command palette. */
export const settingsCards: readonly SettingsCard[] = [
  {
    section: 'language-models',
    title: 'Language models',
    says: 'Providers and their keys, models with their parameters, and your default for each role.',
    words: 'provider key openai gemini vertex anthropic ollama temperature top-p top-k tokens role primary grader',
    admin: false,
  },
  {
    section: 'budgets',
    title: 'Budgets and prices',
    says: 'What calls may cost, for runs, people and everybody together, and what a million tokens costs.',
    words: 'money cost limit dollars price table alert',
    admin: false,
  },
  {
    section: 'notices',
    title: 'Notices',
    says: 'Which notices reach you, and whether the browser shows them.',
    words: 'notification inbox alert told',
    admin: false,
  },
  {
    section: 'access',
    title: 'Access',
    says: 'API keys for programs, and links that sign a browser in.',
    words: 'key token sign in login',
    admin: false,
  },
  {
    section: 'appearance',
    title: 'Appearance and keyboard',
    says: 'Light or dark, and keys as commands.',
    words: 'theme colour dark light shortcut',
    admin: false,
  },
  {
    section: 'slots',
    title: 'Slots',
    says: 'How many runs go on at once, for each worker.',
    words: 'worker parallel concurrency',
    admin: true,
  },
  {
    section: 'installation',
    title: 'Installation',
    says: 'Version, home, database, disk, and every setting of the environment.',
    words: 'environment variable version disk database home',
    admin: true,
  },
];
