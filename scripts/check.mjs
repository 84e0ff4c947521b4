// `npm run check`: format, lint, arrows, types, dead code, unit lane. Prints the command that mends what fails.
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { ensureInstalled } from './bootstrap.mjs';

await ensureInstalled();
const bin = (name) => path.join('node_modules', '.bin', name);

const steps = [
  { name: 'format and lint', command: [bin('biome'), 'check', '--error-on-warnings', '.'], mend: 'npm run format' },
  { name: 'arrows', command: [bin('node'), 'scripts/check-arrows.mjs'], mend: 'see the table in ARCHITECTURE.md' },
  { name: 'types', command: [bin('tsc'), '-p', 'tsconfig.json'], mend: 'npx tsc' },
  {
    name: 'types of the dashboard',
    command: [bin('tsc'), '-p', 'apps/dashboard'],
    mend: 'npx tsc -p apps/dashboard',
  },
  { name: 'Python types', command: [bin('pyright')], mend: 'npx pyright' },
  { name: 'dead code', command: [bin('knip'), '--no-config-hints'], mend: 'npx knip' },
  { name: 'house rules', command: [bin('node'), 'scripts/check-house.mjs'], mend: 'see CONTRIBUTING.md' },
  { name: 'unit lane', command: [bin('vitest'), 'run', '--project', 'unit'], mend: 'npx vitest --project unit' },
];

function run(step) {
  return new Promise((resolve) => {
    const started = performance.now();
    const child = spawn(step.command[0], step.command.slice(1), { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (d) => (output += d));
    child.stderr.on('data', (d) => (output += d));
    child.on('error', (error) => resolve({ step, code: 1, output: String(error), seconds: 0 }));
    child.on('close', (code) => resolve({ step, code, output, seconds: (performance.now() - started) / 1000 }));
  });
}

const waiting = [...steps];
const results = [];
await Promise.all(
  Array.from({ length: Math.min(2, availableParallelism()) }, async () => {
    for (let step = waiting.shift(); step; step = waiting.shift()) {
      const result = await run(step);
      results.push(result);
      console.log(`${result.code === 0 ? 'ok  ' : 'FAIL'} ${step.name} (${result.seconds.toFixed(1)} s)`);
    }
  }),
);
for (const { step, code, output } of results) {
  if (code !== 0) console.error(`\n--- ${step.name} ---\n${output.trimEnd()}\nTo mend it: ${step.mend}`);
}
process.exitCode = results.every((r) => r.code === 0) ? 0 : 1;
