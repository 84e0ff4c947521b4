import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access, readdir, stat, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { ApiError } from '@trainyard/api-client';
import { TrainyardError } from '@trainyard/contracts';
import { type Settings, unknownSettings } from '@trainyard/settings';
import { bytesText } from '../../terminal/words.ts';
import { requireFreePort } from '../../up/port-check.ts';
import { connect, serverUrl } from '../connection.ts';

export interface Finding {
  what: string;
  verdict: 'ok' | 'note' | 'problem';
  says: string;
  hint: string | null;
}

const run = promisify(execFile);
const programLimitMs = 20_000;
const pythons = ['python3.13', 'python3.12', 'python3.11', 'python3', 'python'];

function ok(what: string, says: string): Finding {
  return { what, verdict: 'ok', says, hint: null };
}
function note(what: string, says: string, hint: string | null = null): Finding {
  return { what, verdict: 'note', says, hint };
}
function problem(what: string, says: string, hint: string): Finding {
  return { what, verdict: 'problem', says, hint };
}

async function output(program: string, args: readonly string[]): Promise<string | null> {
  try {
    const { stdout } = await run(program, [...args], { timeout: programLimitMs });
    return stdout.trim();
  } catch {
    return null; // absent, or it does not work: both mean that it cannot be used
  }
}

function node(): Finding {
  const [major = 0] = process.versions.node.split('.').map(Number);
  const says = `${process.version} on ${process.platform} ${process.arch}`;
  return major >= 24
    ? ok('Node', says)
    : problem('Node', `${says}; 24 or newer was expected`, 'Use: npm start, which brings it.');
}

async function home(settings: Settings): Promise<Finding> {
  const there = await stat(settings.home).catch(() => null);
  if (there === null) return note('home', `${settings.home} is not there yet`, 'It is made by: npm start');
  if (!there.isDirectory())
    return problem('home', `${settings.home} is no folder`, 'Set TRAINYARD_HOME to another folder.');
  const writable = await access(settings.home, constants.R_OK | constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  );
  if (!writable)
    return problem(
      'home',
      `${settings.home} cannot be written by this user`,
      'Use the user that it belongs to, or set TRAINYARD_HOME.',
    );
  return ok('home', settings.home);
}

async function disk(settings: Settings): Promise<Finding> {
  let folder = settings.home;
  for (;;) {
    const facts = await statfs(folder).catch(() => null);
    if (facts !== null) {
      const free = facts.bavail * facts.bsize;
      const says = `${bytesText(free)} free at ${folder}`;
      if (free >= settings.diskLowBytes) return ok('disk', says);
      return problem(
        'disk',
        `${says}; runs start from ${bytesText(settings.diskLowBytes)} on`,
        'Free some space, or move TRAINYARD_HOME.',
      );
    }
    if (folder === dirname(folder)) return problem('disk', 'Its free space cannot be read.', 'Check TRAINYARD_HOME.');
    folder = dirname(folder);
  }
}

async function python(settings: Settings): Promise<Finding> {
  const found: string[] = [];
  for (const program of settings.python === null ? pythons : [settings.python]) {
    const version = await output(program, ['-c', 'import sys; print(*sys.version_info[:3], sep=".")']);
    if (version === null) continue;
    found.push(`${program} is ${version}`);
    const minor = Number(version.split('.')[1]);
    if (!version.startsWith('3.') || minor < 11 || minor > 13) continue;
    return ok('Python', `${version} (${program})`);
  }
  const came = found.length === 0 ? 'none was found' : found.join(', ');
  return problem(
    'Python',
    `3.11 to 3.13 was expected, ${came}`,
    'Install python3 and python3-pip (Debian: apt install python3 python3-pip python3-venv), or set TRAINYARD_PYTHON.',
  );
}

async function uv(settings: Settings): Promise<Finding> {
  const onPath = await output('uv', ['--version']);
  if (onPath !== null) return ok('uv', onPath);
  const tools = await readdir(join(settings.home, 'tools')).catch(() => []);
  const own = tools.find((name) => name.startsWith('uv-'));
  if (own !== undefined) return ok('uv', `${own.replace('uv-', 'uv ')} in ${join(settings.home, 'tools')}`);
  const pip = await output(settings.python ?? 'python3', ['-m', 'pip', '--version']);
  if (pip !== null) return note('uv', 'not there yet', 'It is installed with pip when the first environment is.');
  return problem('uv', 'neither uv nor pip is there', 'Install python3-pip, or uv on the PATH.');
}

async function environments(settings: Settings): Promise<Finding> {
  const names = await readdir(join(settings.home, 'environments')).catch(() => []);
  const whole = names.filter((name) => !name.startsWith('.') && !name.endsWith('.lock'));
  return whole.length === 0
    ? note(
        'environments',
        'none is installed yet',
        'Each is installed at the first run that needs it, or by: trainyard trainer install TRAINER',
      )
    : ok('environments', whole.join(', '));
}

async function gpu(): Promise<Finding> {
  const names = await output('nvidia-smi', ['--query-gpu=name', '--format=csv,noheader']);
  return names === null || names === ''
    ? note('GPU', 'none is seen by nvidia-smi; everything runs without')
    : ok('GPU', names.split('\n').join(', '));
}

/** The server says most about itself, its database included; without one the port has to be free. */
async function server(settings: Settings): Promise<Finding[]> {
  const url = serverUrl(settings);
  const client = await connect(settings);
  try {
    const { version } = await client.call('health');
    const findings = [ok('server', `version ${version} answers at ${url}`)];
    findings.push(
      await client.call('ready').then(
        () => ok('database', 'reachable, its schema up to date'),
        (error: unknown) =>
          problem('database', error instanceof Error ? error.message : String(error), 'See: trainyard db check'),
      ),
    );
    findings.push(
      await client.call('me').then(
        (me) => ok('key', `signs in as ${me.name} (${me.role})`),
        (error: unknown) =>
          problem(
            'key',
            error instanceof Error ? error.message : String(error),
            'Set TRAINYARD_KEY, or use the user that started Trainyard.',
          ),
      ),
    );
    return findings;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.status !== 0)
      return [
        problem('server', `Something else answers at ${url}: ${error.message}`, 'Set TRAINYARD_PORT or TRAINYARD_URL.'),
      ];
    if (settings.url !== null) return [problem('server', error.detail, 'Start it there, or change TRAINYARD_URL.')];
    const findings = [note('server', `does not run (${url})`, 'Start it with: npm start')];
    findings.push(
      await requireFreePort(settings).then(
        () => ok('port', `${settings.port} is free`),
        (cause: unknown) =>
          problem(
            'port',
            cause instanceof Error ? cause.message : String(cause),
            cause instanceof TrainyardError ? cause.hint : 'Set TRAINYARD_PORT.',
          ),
      ),
    );
    findings.push(await database(settings));
    return findings;
  }
}

async function database(settings: Settings): Promise<Finding> {
  if (settings.databaseUrl === null) {
    const made = await stat(join(settings.home, 'postgres/data/PG_VERSION')).then(
      () => true,
      () => false,
    );
    return made
      ? note('database', 'the embedded one, not running', 'Look into it with: trainyard db check')
      : note('database', 'the embedded one, not made yet', 'It is made by: npm start');
  }
  const { openDatabase } = await import('../db/open.ts');
  try {
    await using opened = await openDatabase(settings, { alone: false });
    const version = await opened.store.query<{ version: string }>(
      "SELECT current_setting('server_version') AS version",
    );
    return ok('database', `PostgreSQL ${version.rows[0]?.version ?? ''} at DATABASE_URL`);
  } catch (error) {
    return problem('database', error instanceof Error ? error.message : String(error), 'Check DATABASE_URL.');
  }
}

function misspelt(): Finding[] {
  return unknownSettings().map(({ name, nearest }) =>
    problem('settings', `There is no setting ${name}`, nearest === null ? 'Take it away.' : `Did you mean ${nearest}?`),
  );
}

/** Everything that Trainyard needs of this machine, each with what to do where it is missing. */
export async function findingsOf(settings: Settings): Promise<Finding[]> {
  const checks = await Promise.all([
    home(settings),
    disk(settings),
    python(settings),
    uv(settings),
    environments(settings),
    gpu(),
    server(settings),
  ]);
  return [node(), ...checks.flat(), ...misspelt()];
}
