// Runs the lanes and ends with one line for all: `N passed, N failed`.
//   npm test                          all but the expensive tests
//   npm test -- --expensive           those too
//   npm test -- --lane unit           one lane: unit, db, journeys, crash, expensive, python (may be repeated)
//   npm test -- --lane db run-queue   only files whose path holds the word
import { globSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { runPythonLane } from './python-lane.mjs';
import { runVitestLanes } from './vitest-lanes.mjs';

const typescriptLanes = ['unit', 'db', 'journeys', 'crash'];
const allLanes = [...typescriptLanes, 'expensive', 'python'];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    expensive: { type: 'boolean', default: false },
    lane: { type: 'string', multiple: true, default: [] },
    coverage: { type: 'boolean' },
  },
});
for (const lane of values.lane.filter((name) => !allLanes.includes(name))) {
  console.error(`There is no lane "${lane}"; there are ${allLanes.join(', ')}.`);
  process.exit(2);
}
const everything = values.lane.length === 0;
const lanes = everything ? [...typescriptLanes, 'python', ...(values.expensive ? ['expensive'] : [])] : values.lane;
const coverage = values.coverage ?? (everything && positionals.length === 0);

// Environments are large: they are kept between runs, and shared with the tests that start the whole product.
process.env.TRAINYARD_TEST_CACHE ||= path.join(
  process.env.XDG_CACHE_HOME || path.join(homedir(), '.cache'),
  'trainyard-test',
);

const chosen = lanes.filter((lane) => lane !== 'python');
const results = [];
if (lanes.includes('python')) {
  results.push(await runPythonLane({ filters: positionals, expensive: values.expensive, coverage }));
}
// The uv that the Python lane installed serves the tests that want one on PATH.
const uv = globSync('tools/uv-*/bin', { cwd: process.env.TRAINYARD_TEST_CACHE });
const tools = uv.map((folder) => path.join(process.env.TRAINYARD_TEST_CACHE, folder));
process.env.PATH = [process.env.PATH, ...tools].join(path.delimiter);
if (chosen.length > 0) results.push(await runVitestLanes({ lanes: chosen, filters: positionals, coverage }));

const sum = (key) => results.reduce((total, result) => total + result[key], 0);
const total = { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') };
for (const line of results.flatMap((result) => result.coverage)) console.log(line);
for (const line of results.flatMap((result) => result.faults)) console.log(line);
if (total.passed + total.failed === 0) console.log('No test was run.');
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
console.log(`${total.passed} passed, ${total.failed} failed${skipped}`);
process.exit(total.failed > 0 || total.passed === 0 ? 1 : 0);
