// Runs on any Node from 20 on and needs no package: installs what the lock file says when it has changed, finds the
// Node 24 that comes with it, and checks that there is a Python. Every command of the repository starts here.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const modules = path.join(root, 'node_modules');
const marker = path.join(modules, '.trainyard-lock');
const lockFile = path.join(root, 'package-lock.json');
const oldestNode = 20;
const neededNode = 24;

const majorOf = (version) => Number(version.replace(/^v/, '').split('.')[0]);
const own = (name) => path.join(modules, name, 'bin', 'node');
const bundledName = `node-${process.platform}-${process.arch}`;

/** Ends the process with words for a person, no stack trace. */
export function fail(...lines) {
  for (const line of lines) process.stderr.write(`${line}\n`);
  process.exit(1);
}

function lockHash() {
  return createHash('sha256')
    .update(readFileSync(lockFile))
    .update(`${process.platform}-${process.arch}`)
    .digest('hex');
}

function readOr(file, other) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return other;
  }
}

/** Whether somebody has run `npm ci` by hand: what npm noted as installed is what the lock asks for. */
function installedByHand() {
  const noted = JSON.parse(readOr(path.join(modules, '.package-lock.json'), 'null'))?.packages;
  if (noted === undefined || noted === null) return false;
  const wanted = Object.entries(JSON.parse(readFileSync(lockFile, 'utf8')).packages).filter(([place]) => place !== '');
  return wanted.every(([place, entry]) => {
    const found = noted[place];
    if (found === undefined) return entry.optional === true && place !== `node_modules/${bundledName}`;
    return found.version === entry.version && found.integrity === entry.integrity && found.link === entry.link;
  });
}

function note(hash) {
  try {
    writeFileSync(`${marker}.${process.pid}`, hash);
    renameSync(`${marker}.${process.pid}`, marker);
  } catch {
    // Installed by another user: it is compared again next time, which costs some milliseconds.
  }
}

/** Held while installing: two commands at once would take the folder away under each other. The kernel gives it back. */
async function installLock() {
  if (process.platform !== 'linux') return () => {};
  const name = `\0trainyard-install-${createHash('sha256').update(root).digest('hex').slice(0, 32)}`;
  for (let told = false; ; told = true) {
    const server = createServer();
    const held = await new Promise((resolve, reject) => {
      server.once('error', (error) => (error.code === 'EADDRINUSE' ? resolve(false) : reject(error)));
      server.listen(name, () => resolve(true));
    });
    if (held) return () => server.close();
    if (!told) process.stderr.write('Another command is installing packages; waiting for it.\n');
    await wait(250);
  }
}

function npmCommand() {
  const running = process.env.npm_execpath;
  if (running?.endsWith('npm-cli.js') && existsSync(running)) return [process.execPath, running];
  return ['npm'];
}

async function install() {
  const startedAt = Date.now();
  const first = !existsSync(modules);
  process.stderr.write(
    first ? 'Installing packages (the first start only).\n' : 'Packages have changed; installing them.\n',
  );
  const passed = () => `${Math.round((Date.now() - startedAt) / 1000)} s`;
  const shown = process.stderr.isTTY;
  const ticker = setInterval(
    () => process.stderr.write(shown ? `\r  npm ci … ${passed()} ` : `  npm ci … ${passed()}\n`),
    shown ? 1000 : 10_000,
  );
  const [program, ...before] = npmCommand();
  const args = [...before, 'ci', '--loglevel=error', '--no-audit', '--no-fund', '--ignore-scripts'];
  const child = spawn(program, args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  const code = await new Promise((resolve) => {
    child.on('error', (error) => resolve(error.message));
    child.on('exit', (exit, signal) => resolve(signal ?? exit));
  });
  clearInterval(ticker);
  if (shown) process.stderr.write('\r');
  if (code !== 0) {
    fail(
      `The packages could not be installed (npm ci: ${code}).`,
      'What npm said above tells why. A network or a registry mirror is needed for the first start.',
    );
  }
  process.stderr.write(`Installed in ${passed()}.\n`);
}

/** Makes node_modules what the lock file says. Costs some milliseconds when it is. */
export async function ensureInstalled() {
  if (majorOf(process.version) < oldestNode) {
    fail(
      `Node ${oldestNode} or newer is needed; this is ${process.version}.`,
      'Install it from your distribution or https://nodejs.org.',
    );
  }
  const hash = lockHash();
  if (readOr(marker, '') === hash) return;
  const release = await installLock();
  try {
    if (readOr(marker, '') === hash) return;
    if (!installedByHand()) {
      rmSync(marker, { force: true });
      await install();
    }
    note(hash);
  } finally {
    release();
  }
}

/** The Node that everything runs on: the bundled one, else this one when it is new enough. */
export function findNode() {
  const bundled = own(bundledName);
  if (existsSync(bundled) && spawnSync(bundled, ['--version']).status === 0) return realpathSync(bundled);
  if (majorOf(process.version) >= neededNode) return process.execPath;
  return fail(
    `Node ${neededNode} comes with Trainyard for Linux with glibc on x64 and arm64; it is not there for ${process.platform} ${process.arch}.`,
    `Install Node ${neededNode} or newer (this is ${process.version}) and start again.`,
  );
}

/**
 * Runs a script on the right Node in place of this process, and ends as it ends. `cached` keeps compiled code between
 * starts, for it and for the children that inherit it, which halves the time to be ready; coverage would suffer from it.
 */
export async function runOnNode(script, args, { cached = true } = {}) {
  const node = findNode();
  const env = cached
    ? { NODE_COMPILE_CACHE: path.join(modules, '.cache/trainyard-compiled'), ...process.env }
    : process.env;
  // Replaces this process where Node can: one process less in memory, and signals need no passing on.
  if (typeof process.execve === 'function') process.execve(node, [node, script, ...args], env);
  const child = spawn(node, [script, ...args], { stdio: 'inherit', env });
  const pass = (signal) => child.kill(signal);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, pass);
  const [code, signal] = await new Promise((resolve) => child.on('exit', (...end) => resolve(end)));
  if (signal === null) process.exit(code);
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.off(name, pass);
  process.kill(process.pid, signal);
}

const probe = `
import importlib.util as u, json, shutil, sys
print(json.dumps({"version": sys.version_info[:3], "path": sys.executable, "pip": u.find_spec("pip") is not None, "uv": shutil.which("uv")}))`;

function askPython(program) {
  return new Promise((resolve) => {
    const child = spawn(program, ['-c', probe], { stdio: ['ignore', 'pipe', 'ignore'] });
    let text = '';
    child.stdout.on('data', (data) => {
      text += data;
    });
    child.on('error', () => resolve(null));
    child.on('close', (code) => resolve(code === 0 ? { program, ...JSON.parse(text) } : null));
  });
}

const suits = ({ version: [major, minor] }) => major === 3 && minor >= 11 && minor <= 13;

/** A Python 3.11 to 3.13 with pip or uv to make environments with; ends with what to install where there is none. */
export async function requirePython() {
  const named = process.env.TRAINYARD_PYTHON;
  // In the order in which the worker looks for the one that it makes environments with.
  const programs = named ? [named] : ['python3.13', 'python3.12', 'python3.11', 'python3', 'python'];
  const found = [];
  for (const program of programs) {
    const python = await askPython(program);
    if (python === null) continue;
    if (suits(python) && (python.pip || python.uv !== null)) return python;
    const lacks = suits(python) ? ' without pip' : '';
    found.push(`${program} ${python.version.join('.')}${lacks}`);
  }
  return fail(
    `Python 3.11 to 3.13 with pip (or uv) is needed; found ${found.length > 0 ? found.join(', ') : `no ${programs.join(', ')}`}.`,
    'Debian, Ubuntu: apt install python3 python3-pip python3-venv.  Fedora: dnf install python3.12 python3-pip.',
    'Another place: set TRAINYARD_PYTHON to the program.',
  );
}
