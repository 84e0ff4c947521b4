import { type Environment, type Settings, settingGroups, settingTable } from './read.ts';
import type { Setting } from './setting.ts';

export interface ExplainedSetting {
  name: string;
  env: string;
  type: string;
  unit: string | null;
  /** The default as a person would write it. */
  default: string;
  meaning: string;
  secret: boolean;
  /** The table that it stands in. */
  group: string;
}

export interface SettingInUse extends ExplainedSetting {
  value: string;
  from: 'environment' | 'default';
}

function written(value: unknown): string {
  if (value === null) return 'not set';
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.join(',');
  return String(value);
}

function explain(name: string, setting: Setting<unknown>): ExplainedSetting {
  return {
    name,
    env: setting.env,
    type: setting.type,
    unit: setting.unit,
    default: setting.defaultText ?? written(setting.fallback),
    meaning: setting.meaning,
    secret: setting.secret === true,
    group: Object.entries(settingGroups).find(([, names]) => names.includes(name))?.[0] ?? '',
  };
}

/** All settings in the order of the table: what docs/reference/settings.md is made from. */
export function explainSettings(): ExplainedSetting[] {
  return Object.entries(settingTable).map(([name, setting]) => explain(name, setting));
}

/** All settings with the values in use and where they came from; secrets are not shown. */
export function settingsInUse(settings: Settings, env: Environment = process.env): SettingInUse[] {
  const values = new Map<string, unknown>(Object.entries(settings));
  return explainSettings().map((explained) => {
    const given = (env[explained.env] ?? '').trim() !== '';
    // Also where it was given in another way, as to a server within a test or another program.
    const hidden = explained.secret && values.get(explained.name) !== null;
    return {
      ...explained,
      value: hidden ? '(hidden)' : written(values.get(explained.name)),
      from: given ? 'environment' : 'default',
    };
  });
}

/** The reference page. */
export function settingsReference(): string {
  const rows = explainSettings().map(
    (setting) =>
      `| \`${setting.env}\` | ${cellOf(setting.type)} | ${setting.unit ?? ''} | ${cellOf(setting.default)} | ${cellOf(setting.meaning)} |`,
  );
  return [
    '# Settings',
    '',
    'Every setting is an environment variable, read once at start. A wrong value stops the start with a list of all',
    'problems; a name that is nearly one of these is warned of. `trainyard doctor` shows the values in use.',
    '',
    '| variable | type | unit | default | meaning |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}

function cellOf(cell: string): string {
  return cell.replaceAll('|', '\\|');
}
