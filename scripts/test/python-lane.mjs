// The Python tests: each group of tests runs in the environment that its trainer runs in, made as a worker makes it.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { environmentFolder } from '@trainyard/trainer-catalog';
import { findPython, provision } from '@trainyard/trainer-host';
import { root } from '../bootstrap.mjs';

const installLimitMs = 30 * 60 * 1000;
const folderOf = (name) => path.join(root, 'trainers/environments', name);

/** The folder that a test belongs to: its trainer's, else the one that holds `tests/`. */
function groupOf(testFile) {
  for (let folder = path.dirname(testFile); folder.length > root.length; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, 'trainer.yaml'))) return folder;
  }
  const folder = path.dirname(testFile);
  return path.basename(folder) === 'tests' ? path.dirname(folder) : folder;
}

/** What the manifest says, else torch where the code uses it. */
function environmentOf(group) {
  const manifest = path.join(group, 'trainer.yaml');
  const said = existsSync(manifest)
    ? /^environment:\s*["']?([\w-]+)/m.exec(readFileSync(manifest, 'utf8'))?.[1]
    : undefined;
  if (said !== undefined && existsSync(folderOf(said))) return said;
  const usesTorch = globSync('**/*.py', { cwd: group }).some((file) =>
    /^\s*(import|from) torch\b/m.test(readFileSync(path.join(group, file), 'utf8')),
  );
  return usesTorch ? 'torch' : 'scientific';
}

function groups(filters) {
  const files = globSync('{trainers,examples,protocol}/**/test_*.py', {
    cwd: root,
    exclude: (name) => name.includes('node_modules'),
  });
  const wanted = files.filter((file) => filters.length === 0 || filters.some((word) => file.includes(word))).sort();
  const byFolder = new Map();
  for (const file of wanted) {
    const group = groupOf(path.join(root, file));
    byFolder.set(group, [...(byFolder.get(group) ?? []), file]);
  }
  return [...byFolder].map(([folder, tests]) => ({ folder, tests, environment: environmentOf(folder) }));
}

/** Makes the environment where it is not there yet; the same folders that a home of the tests uses. */
async function environment(id, source, cache, torch = null) {
  const python = await findPython(process.env.TRAINYARD_PYTHON || null);
  const lock = createHash('sha256')
    .update(readFileSync(path.join(source, 'requirements.txt')))
    .digest('hex');
  const folder = environmentFolder({
    environmentsRoot: path.join(cache, 'environments'),
    id,
    lockDigest: lock,
    python: python.version,
  });
  const state = { id, manifest: null, source, lock_digest: lock, folder, installed: false, size_bytes: null };
  const spec = {
    environment: state,
    home: cache,
    python: process.env.TRAINYARD_PYTHON || null,
    torch,
    limitMs: installLimitMs,
  };
  let said = false;
  const ready = await provision(
    spec,
    () => {
      if (!said) console.log(`Making the Python environment ${id}; it is kept for the next time.`);
      said = true;
    },
    AbortSignal.timeout(installLimitMs),
  );
  return {
    python: ready.python,
    packages: path.join(ready.folder ?? folder, 'lib', `python${python.version}`, 'site-packages'),
  };
}

/** The tools are added behind the environment's own packages, so that the tests see what a run sees. */
const starter = 'import sys; sys.path.append(sys.argv.pop(1)); from coverage.cmdline import main; sys.exit(main())';

function attribute(xml, name) {
  return Number(new RegExp(`<testsuite [^>]*\\b${name}="(\\d+)"`).exec(xml)?.[1] ?? 0);
}

async function runGroup({ folder, tests }, { python }, tools, { expensive, scratch }) {
  const report = path.join(scratch, `${createHash('sha256').update(folder).digest('hex').slice(0, 12)}.xml`);
  const marks = expensive ? [] : ['-m', 'not expensive'];
  const pytest = ['-m', 'pytest', '-p', 'no:cacheprovider', `--junitxml=${report}`, ...marks, ...tests];
  const sources = ['trainers/sdk-python/src', 'trainers/lib-python/src'].map((part) => path.join(root, part));
  const args = ['-c', starter, tools, 'run', '--parallel-mode', `--source=${path.join(root, 'trainers')}`, ...pytest];
  console.log(`\n${path.relative(root, folder)}`);
  const child = spawn(python, args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: {
      ...process.env,
      PYTHONPATH: [...sources, path.dirname(folder), folder].join(path.delimiter),
      PYTHONDONTWRITEBYTECODE: '1',
      COVERAGE_FILE: path.join(scratch, 'coverage'),
      OMP_NUM_THREADS: '1',
      OMP_WAIT_POLICY: 'PASSIVE',
    },
  });
  const code = await new Promise((resolve) => child.on('exit', (exit, signal) => resolve(signal ?? exit)));
  const xml = existsSync(report) ? readFileSync(report, 'utf8') : '';
  const failed = attribute(xml, 'failures') + attribute(xml, 'errors');
  const skipped = attribute(xml, 'skipped');
  const passed = Math.max(0, attribute(xml, 'tests') - failed - skipped);
  // 5: all tests of the group are expensive ones.
  if (code !== 0 && code !== 5 && failed === 0) {
    return { passed, failed: 1, skipped, faults: [`pytest ended with ${code} in ${path.relative(root, folder)}.`] };
  }
  return { passed, failed, skipped, faults: [] };
}

function capture(python, args, environment) {
  const child = spawn(python, args, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, ...environment },
  });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (part) => {
    text += part;
  });
  return new Promise((resolve) => child.on('close', () => resolve(text.trim())));
}

async function coverageLines(python, tools, scratch) {
  const where = { COVERAGE_FILE: path.join(scratch, 'coverage') };
  await capture(python, ['-c', starter, tools, 'combine', '--quiet', scratch], where);
  const total = await capture(
    python,
    ['-c', starter, tools, 'report', '--format=total', '--ignore-errors', '--omit=*/tests/*,*/test_*'],
    where,
  );
  return /^\d+$/.test(total) ? [`Coverage, Python: ${total} % of lines (trainers' own processes apart)`] : [];
}

function merge(results) {
  const sum = (key) => results.reduce((total, result) => total + result[key], 0);
  return {
    passed: sum('passed'),
    failed: sum('failed'),
    skipped: sum('skipped'),
    faults: results.flatMap((one) => one.faults),
  };
}

/** An environment that cannot be made: loud at home, a failure where it could be had. */
function missing(id, tests, error) {
  const why = `Python environment ${id} could not be made: ${error instanceof Error ? error.message : error}`;
  console.log(why);
  const files = `${tests.length} test file(s) of it were not run`;
  return process.env.CI === 'true'
    ? { passed: 0, failed: 1, skipped: 0, faults: [`${why}; ${files}.`] }
    : { passed: 0, failed: 0, skipped: tests.length, faults: [`SKIPPED: ${why}; ${files}.`] };
}

export async function runPythonLane({ filters, expensive, coverage }) {
  const cache = process.env.TRAINYARD_TEST_CACHE;
  mkdirSync(cache, { recursive: true });
  const all = groups(filters);
  if (all.length === 0) return { passed: 0, failed: 0, skipped: 0, coverage: [], faults: [] };
  const scratch = mkdtempSync(path.join(tmpdir(), 'trainyard-pytest-'));
  const results = [];
  let lines = [];
  try {
    const tools = await environment('python-tests', path.join(root, 'scripts/test/python-tests'), cache);
    for (const id of [...new Set(all.map((group) => group.environment))].sort()) {
      const here = all.filter((group) => group.environment === id);
      let ready;
      try {
        ready = await environment(id, folderOf(id), cache, process.env.TRAINYARD_TORCH || null);
      } catch (error) {
        results.push(
          missing(
            id,
            here.flatMap((group) => group.tests),
            error,
          ),
        );
        continue;
      }
      for (const group of here) results.push(await runGroup(group, ready, tools.packages, { expensive, scratch }));
    }
    if (coverage) lines = await coverageLines(tools.python, tools.packages, scratch);
  } catch (error) {
    results.push(
      missing(
        'python-tests',
        all.flatMap((group) => group.tests),
        error,
      ),
    );
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  return { ...merge(results), coverage: lines };
}
