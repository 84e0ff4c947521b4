/**
 * `npm run bench:prompts -- live [--seeds 2] [--tasks sentiment,topic] [--minutes 60] [--peers PYTHON]`: the product's strategies,
 * and with `--peers` (a Python with peers/requirements.txt) GEPA and MIPROv2, on the small model itself, at equal budget through one
 * gateway. What is there already in live-runs.jsonl is not run again. Writes docs/benchmarks/prompts-live.md.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { tasks } from '../../examples/small-language-model/tasks.ts';
import { keep, readKept } from './kept-runs.ts';
import { LiveArms, type LiveRun, peerArms, productArms } from './live/arms.ts';
import { livePage } from './live/page.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '2' },
    tasks: { type: 'string', default: tasks.map(({ name }) => name).join(',') },
    budget: { type: 'string', default: '600' },
    minutes: { type: 'string', default: '60' },
    peers: { type: 'string' },
  },
});
const budget = Number(values.budget);
const wanted = values.tasks.split(',');
const unknown = wanted.filter((name) => !tasks.some((task) => task.name === name));
if (unknown.length > 0) throw new Error(`there is no task ${unknown.join(', ')}`);

const file = new URL('live-runs.jsonl', import.meta.url);
const runs = readKept<LiveRun>(file);

const arms = values.peers === undefined ? productArms : [...productArms, ...peerArms];
const seeds = Array.from({ length: Number(values.seeds) }, (_, i) => i + 1);
// All arms on one task and seed before the next, so that what is there can be compared at any time.
const missing = seeds
  .flatMap((seed) => tasks.flatMap((task) => arms.map((arm) => ({ arm, task, seed }))))
  .filter(({ task }) => wanted.includes(task.name))
  .filter(
    ({ arm, task, seed }) =>
      !runs.some((run) => run.arm === arm && run.task === task.name && run.seed === seed && run.budget === budget),
  );

const until = performance.now() + 60_000 * Number(values.minutes);
if (missing.length > 0 && Number(values.minutes) > 0) {
  const live = await LiveArms.start();
  try {
    for (const { arm, task, seed } of missing) {
      if (performance.now() > until) break;
      const run = await live.run(arm, task, seed, budget, values.peers ?? 'python3');
      runs.push(run);
      keep(file, run);
      const how = run.fault ?? `${run.seedScore.toFixed(2)} → ${run.score.toFixed(2)}, ${run.calls} calls`;
      console.error(`${arm} on ${task.name}, seed ${seed}: ${how}, ${run.minutes} min`);
    }
  } finally {
    await live.close();
  }
}
const page = livePage(runs);
writeFileSync(new URL('../../docs/benchmarks/prompts-live.md', import.meta.url), page);
process.stdout.write(page);
