// The TypeScript lanes: one run of vitest, counted from its JSON report.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { root } from '../bootstrap.mjs';

function counted(report) {
  const files = report.testResults ?? [];
  // A file that cannot be loaded has no tests in it, and is a failure all the same.
  const broken = files.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((one) => one.status === 'failed'),
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests + (report.numTodoTests ?? 0),
    faults: broken.map((file) => `Cannot be run: ${path.relative(root, file.name)}`),
  };
}

export async function runVitestLanes({ lanes, filters, coverage }) {
  const folder = mkdtempSync(path.join(tmpdir(), 'trainyard-vitest-'));
  const reportFile = path.join(folder, 'report.json');
  const args = [
    path.join(root, 'node_modules/vitest/vitest.mjs'),
    'run',
    ...lanes.map((lane) => `--project=${lane}`),
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${reportFile}`,
    ...(coverage
      ? [
          '--coverage',
          '--coverage.reporter=json-summary',
          `--coverage.reportsDirectory=${path.join(folder, 'coverage')}`,
        ]
      : []),
    ...filters,
  ];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  const code = await new Promise((resolve) => child.on('exit', (exit, signal) => resolve(signal ?? exit)));
  try {
    if (!existsSync(reportFile)) {
      return {
        passed: 0,
        failed: code === 0 ? 0 : 1,
        skipped: 0,
        coverage: [],
        faults: [`vitest ended with ${code} and no report.`],
      };
    }
    const result = counted(JSON.parse(readFileSync(reportFile, 'utf8')));
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
