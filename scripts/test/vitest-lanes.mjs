// The TypeScript lanes: one run of vitest, counted from its JSON report.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { root } from '../bootstrap.mjs';

/** More broken files than this are no accident of a busy machine. */
const mostRepeated = 3;

const failedTests = (file) => file.assertionResults.filter((one) => one.status === 'failed');
const hasFailed = (file) => file.status === 'failed' || failedTests(file).length > 0;

function counted(files) {
  const tests = files.flatMap((file) => file.assertionResults);
  const of = (...statuses) => tests.filter((one) => statuses.includes(one.status)).length;
  // A file that cannot be loaded has no tests in it, and is a failure all the same.
  const broken = files.filter((file) => file.status === 'failed' && failedTests(file).length === 0);
  return {
    passed: of('passed'),
    failed: of('failed') + broken.length,
    skipped: of('pending', 'skipped', 'todo', 'disabled'),
    faults: broken.map((file) => `Cannot be run: ${path.relative(root, file.name)}`),
  };
}

/** One run of vitest; its report's files, or none where it wrote no report. */
async function runVitest(folder, args) {
  const reportFile = path.join(folder, 'report.json');
  rmSync(reportFile, { force: true });
  const whole = [
    path.join(root, 'node_modules/vitest/vitest.mjs'),
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${reportFile}`,
    ...args,
  ];
  const child = spawn(process.execPath, whole, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  const code = await new Promise((resolve) => child.on('exit', (exit, signal) => resolve(signal ?? exit)));
  const files = existsSync(reportFile) ? (JSON.parse(readFileSync(reportFile, 'utf8')).testResults ?? []) : null;
  return { code, files };
}

/**
 * On a build machine, a few files that failed are run once more, whole and by themselves: one late answer among two
 * thousand tests is told by name at the end instead of hiding what the rest found. A failure that stays, fails.
 */
async function repeated(folder, projects, first) {
  const failed = first.files.filter(hasFailed);
  if (!process.env.CI || failed.length === 0 || failed.length > mostRepeated) return { ...first, told: [] };
  const names = failed.map((file) => file.name);
  console.log(`Once more: ${names.map((name) => path.relative(root, name)).join(', ')}`);
  const second = await runVitest(folder, [...projects, ...names]);
  if (second.files === null) return { ...first, told: [] };
  const mended = failed.filter((file) => second.files.some((one) => one.name === file.name && !hasFailed(one)));
  return {
    code: second.code,
    files: [...first.files.filter((file) => !names.includes(file.name)), ...second.files],
    told: mended.flatMap((file) =>
      failedTests(file).map((one) => `Passed only when run again: ${path.relative(root, file.name)}, ${one.fullName}`),
    ),
  };
}

export async function runVitestLanes({ lanes, filters, coverage }) {
  const folder = mkdtempSync(path.join(tmpdir(), 'trainyard-vitest-'));
  const projects = lanes.map((lane) => `--project=${lane}`);
  const measured = coverage
    ? ['--coverage', '--coverage.reporter=json-summary', `--coverage.reportsDirectory=${path.join(folder, 'coverage')}`]
    : [];
  try {
    const first = await runVitest(folder, [...projects, ...measured, ...filters]);
    if (first.files === null) {
      const faults = [`vitest ended with ${first.code} and no report.`];
      return { passed: 0, failed: first.code === 0 ? 0 : 1, skipped: 0, coverage: [], faults };
    }
    const { code, files, told } = await repeated(folder, projects, first);
    const result = counted(files);
    result.faults.push(...told);
    const none = result.passed + result.failed + result.skipped === 0;
    if (code !== 0 && result.failed === 0 && !none) {
      result.failed = 1;
      result.faults.push(`vitest ended with ${code}: an error outside any test, shown above.`);
    }
    return { ...result, coverage: coverageLines(path.join(folder, 'coverage/coverage-summary.json')) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function coverageLines(file) {
  if (!existsSync(file)) return [];
  const { total } = JSON.parse(readFileSync(file, 'utf8'));
  return [
    `Coverage, TypeScript: ${total.lines.pct} % of lines, ${total.branches.pct} % of branches (child processes apart)`,
  ];
}
