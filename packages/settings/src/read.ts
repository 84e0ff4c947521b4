import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Issue, TrainyardError } from '@trainyard/contracts';
import { nearestName } from './nearest.ts';
import type { Setting, SettingsOf } from './setting.ts';
import { places } from './table/places.ts';
import { prices } from './table/prices.ts';
import { runs } from './table/runs.ts';
import { service } from './table/service.ts';

export const settingTable = { ...places, ...runs, ...service, ...prices };

/** What each table of settings is about, for people. */
export const settingGroups: Readonly<Record<string, readonly string[]>> = {
  'places and access': Object.keys(places),
  runs: Object.keys(runs),
  service: Object.keys(service),
  prices: Object.keys(prices),
};

export type Settings = SettingsOf<typeof settingTable>;
export type SettingName = keyof Settings;
export type Environment = Readonly<Record<string, string | undefined>>;

/** Names everything that is wrong at once, so that nobody fixes one variable per start. */
function settingsError(issues: readonly Issue[]): TrainyardError {
  const detail = [...new Set(issues.map((issue) => issue.path))].join(', ');
  return new TrainyardError('settings-invalid', { detail }, { issues });
}

/** Variables with our prefix that other programs of ours read: the trainer's side, the tests, the supervisor's children. */
const otherNames = new Set([
  'TRAINYARD_TASK',
  'TRAINYARD_CHILD',
  'TRAINYARD_BOOTSTRAPPED',
  'TRAINYARD_TEST_CACHE',
  'TRAINYARD_TEST_DATABASE_URL',
]);

export interface Place {
  /** Whether the process runs as root. */
  root: boolean;
  /** The user's own folder. */
  homeFolder: string;
  /** What relative folders are relative to. */
  workingFolder: string;
}

function thisPlace(): Place {
  return { root: process.getuid?.() === 0, homeFolder: homedir(), workingFolder: process.cwd() };
}

export function defaultHome(env: Environment, place: Place): string {
  const dataHome = env.XDG_DATA_HOME;
  // The XDG specification: a relative path is to be ignored.
  if (dataHome?.startsWith('/')) return join(dataHome, 'trainyard');
  return place.root ? '/var/lib/trainyard' : join(place.homeFolder, '.local/share/trainyard');
}

function readOne<T>(setting: Setting<T>, env: Environment, issues: Issue[]): T {
  const given = env[setting.env]?.trim();
  if (given === undefined || given === '') return setting.fallback;
  const read = setting.schema.safeParse(given);
  if (read.success) return read.data;
  const shown = setting.secret ? '' : ` (got ${JSON.stringify(given)})`;
  for (const issue of read.error.issues) issues.push({ path: setting.env, message: `${issue.message}${shown}` });
  return setting.fallback;
}

function readAll<Table extends Record<string, Setting<unknown>>>(
  table: Table,
  env: Environment,
  issues: Issue[],
): SettingsOf<Table>;
function readAll(table: Record<string, Setting<unknown>>, env: Environment, issues: Issue[]): object {
  return Object.fromEntries(Object.entries(table).map(([name, setting]) => [name, readOne(setting, env, issues)]));
}

function crossIssues(settings: Settings): Issue[] {
  const issues: Issue[] = [];
  if (settings.beatSeconds * 2 > settings.leaseSeconds) {
    issues.push({
      path: 'TRAINYARD_BEAT_SECONDS',
      message: `must be at most half of TRAINYARD_LEASE_SECONDS (got ${settings.beatSeconds} and ${settings.leaseSeconds})`,
    });
  }
  if (settings.currency === null && (settings.cpuHourPrice !== null || settings.gpuHourPrice !== null)) {
    issues.push({ path: 'TRAINYARD_CURRENCY', message: 'must be set where a price is, such as EUR' });
  }
  return issues;
}

/** Reads, checks and freezes all settings; throws `TrainyardError` settings-invalid with every problem. */
export function readSettings(env: Environment = process.env, place: Place = thisPlace()): Settings {
  const issues: Issue[] = [];
  const read = readAll(settingTable, env, issues);
  const home = resolve(place.workingFolder, read.home || defaultHome(env, place));
  const files = read.files || join(home, 'files');
  const settings: Settings = Object.freeze({
    ...read,
    home,
    files: /^[a-z0-9]+:\/\//.test(files) ? files : resolve(place.workingFolder, files),
  });
  issues.push(...crossIssues(settings));
  if (issues.length > 0) throw settingsError(issues);
  return settings;
}

export interface UnknownSetting {
  name: string;
  nearest: string | null;
}

/** Variables that look like ours and are not: most often a typing mistake, which would otherwise pass unseen. */
export function unknownSettings(env: Environment = process.env): UnknownSetting[] {
  const known = Object.values(settingTable).map((setting) => setting.env);
  return Object.keys(env)
    .filter((name) => name.startsWith('TRAINYARD_') && !known.includes(name) && !otherNames.has(name))
    .sort()
    .map((name) => ({ name, nearest: nearestName(name, known) }));
}

/** The environment for a child process of ours: this one with some variables set, or (null) taken away. */
export function environmentWith(changes: Readonly<Record<string, string | null>>): Record<string, string> {
  const merged: Record<string, string> = {};
  for (const [name, value] of Object.entries({ ...process.env, ...changes })) {
    if (value !== undefined && value !== null) merged[name] = value;
  }
  return merged;
}
