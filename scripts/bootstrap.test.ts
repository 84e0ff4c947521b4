import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const bootstrap = fileURLToPath(new URL('./bootstrap.mjs', import.meta.url));
let root = '';

/** Notes each call, takes a moment as the real one does, and makes what it says it makes. */
const npm = `
const fs = require('node:fs');
fs.appendFileSync('calls', process.argv.slice(2).join(' ') + '\\n');
if (fs.existsSync('broken')) { console.error('npm error: no network'); process.exit(7); }
setTimeout(() => fs.mkdirSync('node_modules', { recursive: true }), 100);
`;

function run(code: string, env: Record<string, string> = {}): Promise<{ code: number | null; said: string }> {
  const script = `import * as b from ${JSON.stringify(join(root, 'scripts/bootstrap.mjs'))}; ${code}`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    cwd: tmpdir(),
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: '/usr/bin:/bin', npm_execpath: join(root, 'npm-cli.js'), ...env },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  }
  return new Promise((resolve) => child.on('close', (exit) => resolve({ code: exit, said })));
}

const install = () => run('await b.ensureInstalled()');
const calls = () =>
  existsSync(join(root, 'calls')) ? readFileSync(join(root, 'calls'), 'utf8').trim().split('\n') : [];
const writeLock = (packages: object) => writeFileSync(join(root, 'package-lock.json'), JSON.stringify({ packages }));

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'trainyard root '));
  mkdirSync(join(root, 'scripts'));
  cpSync(bootstrap, join(root, 'scripts/bootstrap.mjs'));
  writeFileSync(join(root, 'npm-cli.js'), npm);
  writeLock({ '': {}, 'node_modules/a': { version: '1.0.0', integrity: 'x' } });
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('the installation before every command', () => {
  it('happens once, in words, and again when the lock has changed', async () => {
    expect((await install()).said).toMatch(/Installing packages[\s\S]*Installed in \d+ s/);
    expect((await install()).said).toBe('');
    expect(calls()).toEqual(['ci --loglevel=error --no-audit --no-fund --ignore-scripts']);
    writeLock({ '': {}, 'node_modules/a': { version: '1.0.1', integrity: 'y' } });
    expect((await install()).said).toContain('Packages have changed');
    expect(calls()).toHaveLength(2);
  });

  it('is done by one of two commands that start at once', async () => {
    const both = await Promise.all([install(), install()]);
    expect(both.map((one) => one.code)).toEqual([0, 0]);
    expect(calls()).toHaveLength(1);
  });

  it('is left out where somebody has run npm ci by hand', async () => {
    mkdirSync(join(root, 'node_modules'));
    const packages = { 'node_modules/a': { version: '1.0.0', integrity: 'x' } };
    writeFileSync(join(root, 'node_modules/.package-lock.json'), JSON.stringify({ packages }));
    expect(await install()).toEqual({ code: 0, said: '' });
    expect(calls()).toEqual([]);
  });

  it('fails with words and is tried again next time', async () => {
    writeFileSync(join(root, 'broken'), '');
    const failed = await install();
    expect(failed.code).toBe(1);
    expect(failed.said).toMatch(/no network[\s\S]*could not be installed \(npm ci: 7\)/);
    rmSync(join(root, 'broken'));
    expect((await install()).code).toBe(0);
  });
});

describe('the search for Python', () => {
  it('says what to install where there is none that suits', async () => {
    const old = join(root, 'old-python');
    writeFileSync(old, '#!/bin/sh\necho \'{"version":[3,9,2],"path":"/x","pip":true,"uv":null}\'\n', { mode: 0o755 });
    const { code, said } = await run('await b.requirePython()', { TRAINYARD_PYTHON: old });
    expect(code).toBe(1);
    expect(said).toMatch(/Python 3\.11 to 3\.13 .* found .*old-python 3\.9\.2\.[\s\S]*apt install python3/);
  });
});
