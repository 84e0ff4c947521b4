/**
 * `npm run bench:prompts -- self [--runs 1000] [--at-once 2]`: a prompt against itself. Every candidate answers as the seed does, but for chance;
 * whatever is then called improved is called so falsely. Writes docs/benchmarks/prompts-self.md.
 */
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs, promisify } from 'node:util';
import { seededRandom, wilson } from '@trainyard/domain';
import { type Prompt, promptHash } from '@trainyard/prompts';
import { judgeResult, type ScorePair } from '@trainyard/prompts/race';
import {
  defaultStrategySettings,
  deliveredOf,
  randomAdviser,
  type StrategyState,
  type StrategyTools,
  seedId,
} from '@trainyard/prompts/strategies';
import { driveStrategy } from './drive-strategy.ts';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '1000' },
    'at-once': { type: 'string', default: String(availableParallelism()) },
    /** One row of the table, by its number: what a child process counts and prints. */
    row: { type: 'string' },
  },
});
const runs = Number(values.runs);
const budget = 600;
const sizes = { feedback: 60, select: 120, confirm: 45, test: 75 };
/** Items of a group say the same thing: they are right or wrong together. */
const groupOf = 5;

interface World {
  /** Share of answers that chance turns. */
  flips: number;
  grouped: boolean;
}

const worlds: World[] = [
  { flips: 0, grouped: false },
  { flips: 0.05, grouped: false },
  { flips: 0.2, grouped: false },
  { flips: 0.2, grouped: true },
];

function partsOf(): StrategyState['parts'] {
  const ids = (part: string, count: number) => Array.from({ length: count }, (_, i) => `${part}-${i}`);
  return {
    feedback: ids('feedback', sizes.feedback),
    select: ids('select', sizes.select),
    confirm: ids('confirm', sizes.confirm),
    test: ids('test', sizes.test),
  };
}

function groupName(item: string): string {
  const [part, number] = item.split('-');
  return `${part} ${Math.floor(Number(number) / groupOf)}`;
}

/** Draws that are decided by what they are for: the same prompt answers the same item the same way. */
function answersOf({ flips, grouped }: World, run: number): (prompt: string, item: string) => boolean {
  const drawn = new Map<string, number>();
  const random = seededRandom(run);
  const draw = (name: string): number => {
    const known = drawn.get(name) ?? random.float();
    drawn.set(name, known);
    return known;
  };
  return (prompt, item) => {
    const unit = grouped ? groupName(item) : item;
    const right = draw(unit) < 0.6;
    return draw(`${prompt} ${unit}`) < flips ? !right : right;
  };
}

const tools: StrategyTools = {
  countTokens: (text) => text.length,
  adviser: randomAdviser,
  refuse: ({ prompt }, _parent, tried) =>
    tried.has(promptHash(prompt)) ? [{ code: 'tried-before', message: 'It was tried before.' }] : [],
};

function searched(strategy: StrategyState['strategy'], world: World, run: number): StrategyState {
  const parts = partsOf();
  const right = answersOf(world, run);
  const clusters = world.grouped
    ? Object.fromEntries(
        Object.values(parts)
          .flat()
          .map((id) => [id, groupName(id)]),
      )
    : {};
  const seed: Prompt = { system: 'Judge the text.', output: '', examples: [] };
  const settings = { ...defaultStrategySettings, seed: run, budget };
  let made = 0;
  return driveStrategy({ strategy, seed, parts, clusters, settings }, tools, {
    right: ({ id }, item) => right(id, item),
    write: (_parent, { count }) =>
      Array.from({ length: count }, () => {
        made += 1;
        const prompt = { ...seed, system: `Judge the text in words number ${made}.` };
        return { prompt, finish: 'stop', action: null, hypothesis: '', origin: 'scripted' as const };
      }),
  });
}

/** What the verdict would be if items of a group were taken for independent ones. */
function naive(state: StrategyState): boolean {
  const score = (id: string, item: string): number | null => {
    const cell = state.cells[id]?.[item];
    return cell === null || cell === undefined || cell.status === 'missing' ? null : cell.score;
  };
  const pairs = state.parts.test.map(
    (item): ScorePair => ({ candidate: score(state.winner, item), incumbent: score(seedId, item) }),
  );
  return judgeResult(pairs, { seed: state.settings.seed }).verdict === 'improved';
}

interface Count {
  strategy: StrategyState['strategy'];
  world: World;
  others: number;
  improved: number;
  naive: number;
}

const share = (count: number): string => {
  const { low, high } = wilson(count, runs);
  return `${((100 * count) / runs).toFixed(1)} % (${(100 * low).toFixed(1)} to ${(100 * high).toFixed(1)})`;
};

const asked = (['racing', 'five-step'] as const).flatMap((strategy) => worlds.map((world) => ({ strategy, world })));

function counted({ strategy, world }: Pick<Count, 'strategy' | 'world'>): Count {
  const count: Count = { strategy, world, others: 0, improved: 0, naive: 0 };
  for (let run = 1; run <= runs; run += 1) {
    const state = searched(strategy, world, run);
    if (state.winner !== seedId) count.others += 1;
    if (deliveredOf(state) !== seedId) count.improved += 1;
    if (world.grouped && state.winner !== seedId && naive(state)) count.naive += 1;
  }
  return count;
}

const mine = values.row === undefined ? undefined : asked[Number(values.row)];
if (mine !== undefined) {
  console.log(JSON.stringify(counted(mine)));
  process.exit(0);
}

const counts: Count[] = [];
const open = [...asked.keys()];
async function work(): Promise<void> {
  for (let row = open.shift(); row !== undefined; row = open.shift()) {
    const args = [import.meta.filename, '--runs', String(runs), '--row', String(row)];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    const count = JSON.parse(stdout) as Count;
    counts[row] = count;
    const { strategy, world, improved } = count;
    console.log(`${strategy}, ${100 * world.flips} % flips${world.grouped ? ', groups' : ''}: ${share(improved)}`);
  }
}
await Promise.all(Array.from({ length: Number(values['at-once']) }, work));

const rows = counts.map(({ strategy, world, others, improved, naive: as }) => {
  const noise = `${100 * world.flips} %${world.grouped ? `, in groups of ${groupOf}` : ''}`;
  return `| ${strategy} | ${noise} | ${others} | ${share(improved)} | ${world.grouped ? share(as) : ''} |`;
});
const page = `# A prompt against itself

Written by \`npm run bench:prompts -- self\`; do not edit.

${runs.toLocaleString('en')} whole runs in each row, ${budget} calls each, in a made-up task: every candidate answers as the seed does, except that chance
turns some answers of each prompt. Nothing can be gained, so each "improved" is false; the promise is at most 5 %. Such a
winner is handed over, every other run hands over the seed. Intervals are Wilson's, 95 %. In groups, items are right or wrong
together; the last column is what the verdict would say if it took them for independent.

| strategy | answers turned by chance | winner of the search is not the seed | falsely improved | if groups were not counted once |
| --- | --- | --- | --- | --- |
${rows.join('\n')}

Racing asks a winner to be sure on the select and confirm items for all that went the full distance, before it is tested at all; five-step
keeps the better mean, so about half of its runs bring a winner to the test, and the test alone decides.
`;
writeFileSync(new URL('../../docs/benchmarks/prompts-self.md', import.meta.url), page);
const worst = Math.max(...counts.map(({ improved }) => improved / runs));
console.log(`The most that is falsely called improved: ${(100 * worst).toFixed(1)} %; promised at most 5 %.`);
process.exitCode = worst <= 0.05 ? 0 : 1;
