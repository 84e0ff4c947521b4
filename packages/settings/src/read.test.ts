import { TrainyardError } from '@trainyard/contracts';
import { describe, expect, it } from 'vitest';
import { explainSettings, settingsInUse } from './explain.ts';
import { defaultHome, readSettings, settingTable, unknownSettings } from './read.ts';

const user = { root: false, homeFolder: '/home/ada', workingFolder: '/work' };
const root = { ...user, root: true };

function issuesOf(env: Record<string, string>): readonly { path: string; message: string }[] {
  try {
    readSettings(env, user);
  } catch (error) {
    if (error instanceof TrainyardError) return error.issues;
    throw error;
  }
  return [];
}

describe('readSettings', () => {
  it('gives every setting its default in an empty environment', () => {
    const settings = readSettings({}, user);
    expect(settings.port).toBe(4600);
    expect(settings.hostAddress).toBe('127.0.0.1');
    expect(settings.leaseSeconds).toBe(8);
    expect(settings.gpus).toBe('auto');
    expect(settings.databaseUrl).toBeNull();
    expect(settings.files).toBe('/home/ada/.local/share/trainyard/files');
    expect(settings.diskLowBytes).toBe(512 * 1024 * 1024);
  });

  it('cannot be changed afterwards', () => {
    expect(Object.isFrozen(readSettings({}, user))).toBe(true);
  });

  it('puts the home where XDG says, else where the kind of user says', () => {
    expect(defaultHome({ XDG_DATA_HOME: '/data' }, root)).toBe('/data/trainyard');
    expect(defaultHome({ XDG_DATA_HOME: 'relative' }, user)).toBe('/home/ada/.local/share/trainyard');
    expect(defaultHome({}, root)).toBe('/var/lib/trainyard');
  });

  it('makes a relative home absolute and keeps an object store address as it is', () => {
    const settings = readSettings({ TRAINYARD_HOME: 'my home', TRAINYARD_FILES: 's3://bucket/prefix' }, user);
    expect(settings.home).toBe('/work/my home');
    expect(settings.files).toBe('s3://bucket/prefix');
  });

  it('treats an empty variable as not set', () => {
    expect(readSettings({ TRAINYARD_PORT: '', TRAINYARD_HOME: ' ' }, root).home).toBe('/var/lib/trainyard');
  });

  it('reads sizes with units, device lists and lists of hosts', () => {
    const settings = readSettings(
      { TRAINYARD_DISK_LOW_BYTES: '2 GiB', TRAINYARD_GPUS: '1,0,1', TRAINYARD_ALLOWED_HOSTS: 'a.test, b.test' },
      user,
    );
    expect(settings.diskLowBytes).toBe(2 * 2 ** 30);
    expect(settings.gpus).toEqual([0, 1]);
    expect(settings.allowedHosts).toEqual(['a.test', 'b.test']);
    expect(readSettings({ TRAINYARD_GPUS: 'none' }, user).gpus).toEqual([]);
  });

  it('takes prices with their currency only, and none where nobody said', () => {
    expect(readSettings({}, user)).toMatchObject({ currency: null, cpuHourPrice: null, gpuHourPrice: null });
    const priced = { TRAINYARD_CURRENCY: 'EUR', TRAINYARD_CPU_HOUR_PRICE: '0.05', TRAINYARD_GPU_HOUR_PRICE: '0' };
    expect(readSettings(priced, user)).toMatchObject({ currency: 'EUR', cpuHourPrice: 0.05, gpuHourPrice: 0 });
    expect(issuesOf({ TRAINYARD_GPU_HOUR_PRICE: '2' }).map((issue) => issue.path)).toEqual(['TRAINYARD_CURRENCY']);
    expect(issuesOf({ ...priced, TRAINYARD_CURRENCY: 'euro', TRAINYARD_CPU_HOUR_PRICE: '-1' })).toEqual([
      { path: 'TRAINYARD_CURRENCY', message: 'must be the three letters of a currency, such as EUR (got "euro")' },
      { path: 'TRAINYARD_CPU_HOUR_PRICE', message: 'must be a number from 0 to 1000000 (an hour) (got "-1")' },
      { path: 'TRAINYARD_CURRENCY', message: 'must be set where a price is, such as EUR' },
    ]);
  });

  it('lists all problems at once, with what was expected and what came', () => {
    const issues = issuesOf({
      TRAINYARD_PORT: '70000',
      TRAINYARD_SLOTS: 'two',
      TRAINYARD_TORCH: 'gpu',
      TRAINYARD_LOG_LEVEL: 'loud',
    });
    expect(issues.map((issue) => issue.path).sort()).toEqual([
      'TRAINYARD_LOG_LEVEL',
      'TRAINYARD_PORT',
      'TRAINYARD_SLOTS',
      'TRAINYARD_TORCH',
    ]);
    expect(issues.find((issue) => issue.path === 'TRAINYARD_PORT')?.message).toBe(
      'must be a whole number from 1 to 65535 (got "70000")',
    );
  });

  it('does not repeat a secret in its complaint', () => {
    const [issue] = issuesOf({ DATABASE_URL: 'mysql://root:hunter2@host/db' });
    expect(issue?.message).not.toContain('hunter2');
  });

  it('refuses beats that leave no room for a late one', () => {
    const [issue] = issuesOf({ TRAINYARD_LEASE_SECONDS: '3' });
    expect(issue?.message).toBe('must be at most half of TRAINYARD_LEASE_SECONDS (got 2 and 3)');
  });
});

describe('the table of settings', () => {
  it('uses every variable once and explains each in one sentence', () => {
    const explained = explainSettings();
    expect(new Set(explained.map((setting) => setting.env)).size).toBe(explained.length);
    for (const setting of explained) expect(setting.meaning).toMatch(/^[A-Z].*\.$/);
  });

  it('accepts each numeric default as if it had been written', () => {
    for (const setting of Object.values(settingTable)) {
      if (typeof setting.fallback !== 'number') continue;
      expect(setting.schema.safeParse(String(setting.fallback)).data).toBe(setting.fallback);
    }
  });

  it('shows values in use but no secrets', () => {
    const env = { TRAINYARD_KEY: 'very-secret', TRAINYARD_PORT: '5000' };
    const inUse = settingsInUse(readSettings(env, user), env);
    expect(JSON.stringify(inUse)).not.toContain('very-secret');
    expect(inUse.find((setting) => setting.name === 'port')).toMatchObject({ value: '5000', from: 'environment' });
  });
});

describe('unknownSettings', () => {
  it('names the variable that was probably meant', () => {
    expect(unknownSettings({ TRAINYARD_PROT: '1', TRAINYARD_TASK: 'x', PATH: '/bin' })).toEqual([
      { name: 'TRAINYARD_PROT', nearest: 'TRAINYARD_PORT' },
    ]);
  });
});
