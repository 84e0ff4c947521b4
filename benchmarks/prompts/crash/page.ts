import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import path from 'node:path';
import { type Figure, publish } from '../../report.ts';
import type { CalmRun, KilledRun } from './prompt-runs.ts';
import { compared } from './record.ts';

export interface CrashResults {
  straight: Readonly<Record<string, CalmRun>>;
  killed: readonly KilledRun[];
  seed: number;
  minutes: number;
  load: number;
  concurrency: number;
  parts: readonly string[];
}

function sum(runs: readonly KilledRun[], of: (run: KilledRun) => number): number {
  return runs.reduce((total, run) => total + of(run), 0);
}

function figuresOf({ killed, concurrency }: CrashResults): Figure[] {
  const most = (value: number) => ({ at: 'most' as const, value });
  const count = (what: string, value: number, unit: string, limit: Figure['limit']) => ({ what, value, unit, limit });
  return [
    count(
      'kill -9 at random moments',
      sum(killed, ({ kills }) => kills.length),
      'kills',
      null,
    ),
    count('runs whose record differs', killed.filter(({ differs }) => differs.length > 0).length, 'runs', most(0)),
    count(
      'answered calls paid twice',
      sum(killed, ({ paidTwice }) => paidTwice),
      'calls',
      most(0),
    ),
    count(
      'most calls repeated for one killed server',
      Math.max(0, ...killed.map(({ repeated }) => repeated)),
      'calls',
      most(concurrency),
    ),
    count(
      'repeated calls that the ledger does not show as unknown',
      sum(killed, (run) => Math.max(0, run.repeated - run.unknown)),
      'calls',
      most(0),
    ),
    count(
      'unknown calls whose reservation does not count',
      sum(killed, (run) => run.unknown - run.reserved),
      'calls',
      most(0),
    ),
  ];
}

function rowOf(run: KilledRun, i: number): string {
  const kills = run.kills.map(({ part, answered, delayMs }) => `${part} ${answered} + ${delayMs} ms`).join(', ');
  const record = run.differs.length === 0 ? 'the same' : `**differs**: ${run.differs.join(', ')}`;
  return `| ${i + 1} | ${run.strategy} | ${kills} | ${run.attempts} | ${record} | ${run.calls} | ${run.paidTwice} | ${run.repeated} | ${run.unknown} |`;
}

/** Writes docs/benchmarks/prompts-crash.md and prints the figures; true where a promise is not kept. */
export function crashPage(results: CrashResults): boolean {
  const { straight, killed, seed, minutes, load, concurrency } = results;
  const figures = figuresOf(results);
  publish('prompts-crash', figures, { seed, minutes, load, killed });
  const broken = figures.filter(({ value, limit }) => limit !== null && value > limit.value);
  const text = [
    '# Prompt runs under kill -9',
    '',
    `Written by \`npm run bench:prompts -- crash\` (seed ${seed}; ${minutes.toFixed(1)} minutes on ${cpus().length} cores of a machine with a load of ${load.toFixed(1)}). The language model is a **stand-in**: a local server that answers the same question the same way and counts what it is asked. What is measured is the product, not a model.`,
    '',
    `Each of ${killed.length} runs of the prompt optimiser has its optimiser, its worker and its server killed with SIGKILL once, in random order at random moments: after so many of its calls were answered, and a random wait; a moment that comes when the run is over kills nothing. Nothing is done by hand afterwards. The record that a run ends with is held against that of an undisturbed run of the same settings.`,
    '',
    '| what | measured | promise | kept |',
    '| --- | --- | --- | --- |',
    ...figures.map(({ what, value, unit, limit }) =>
      limit === null
        ? `| ${what} | ${value} ${unit} | | |`
        : `| ${what} | ${value} ${unit} | ≤ ${limit.value} | ${value <= limit.value ? 'yes' : '**no**'} |`,
    ),
    '',
    `At most ${concurrency} calls of a run are under way at once. One that is when its server dies may have been answered unheard: it is asked again, stands in the ledger as \`unknown\`, and its reservation counts as spent.`,
    '',
    'What is compared:',
    '',
    ...Object.values(compared).map((what) => `- ${what}`),
    '',
    'Left out: ids, times, and what was paid (the section *Calls and cost*, and the cost elsewhere), which is more by the calls under way when a server died.',
    '',
    `Undisturbed: ${Object.entries(straight)
      .map(([strategy, { calls, seconds }]) => `${strategy} ${calls} calls in ${seconds.toFixed(0)} s`)
      .join('; ')}.`,
    '',
    '| run | strategy | killed after so many answers | attempts | record | calls | paid twice | repeated | unknown |',
    '| --- | --- | --- | --- | --- | --- | --- | --- | --- |',
    ...killed.map(rowOf),
    '',
  ].join('\n');
  const folder = path.resolve(import.meta.dirname, '../../../docs/benchmarks');
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'prompts-crash.md'), text);
  return broken.length > 0;
}
