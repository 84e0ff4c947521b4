/**
 * `npm run bench:prompts -- table [--seeds 200] [--peers PYTHON --peer-seeds 3 --minutes 60]`: every strategy on the scores that a
 * real small model gave, and with `--peers` (a Python with peers/requirements.txt) GEPA and MIPROv2 through the gateway on the same
 * splits; what they returned is kept in peers/runs.jsonl. Writes docs/benchmarks/prompts.md.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { clusterBootstrap, holm } from '@trainyard/domain';
import { keep, readKept } from './kept-runs.ts';
import { type Landscape, readLandscapes, type StartName, startNames } from './landscape/landscape.ts';
import { type Replayed, randomSearch, replay, splitOf } from './landscape/replay.ts';
import { meanOf, percent, table } from './markdown.ts';
import { type PeerArm, type PeerRunner, peerArms, startPeers } from './peers/run-peers.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '200' },
    peers: { type: 'string' },
    'peer-seeds': { type: 'string', default: '3' },
    minutes: { type: 'string', default: '60' },
  },
});
const seeds = Number(values.seeds);
const peerSeeds = Number(values['peer-seeds']);
const budgets = [150, 300, 600, 1000, 2000] as const;
const judged = [600, 2000] as const;
/** A peer's run takes minutes. */
const peerStarts = ['bare', 'best'] as const;

const ownArms = ['racing', 'racing, hints by chance', 'racing, proved or not', 'five-step', 'random search'] as const;

function ownRuns(
  land: Landscape,
  start: StartName,
  seed: number,
  budget: number,
): Record<(typeof ownArms)[number], Replayed> {
  const racing = replay(land, 'racing', { start, seed, budget });
  return {
    racing,
    'racing, hints by chance': replay(land, 'racing', { start, seed, budget, adviser: 'random' }),
    'racing, proved or not': { ...racing, prompt: racing.winner },
    'five-step': replay(land, 'five-step', { start, seed, budget }),
    'random search': randomSearch(land, { start, seed, budget }),
  };
}

/** A run as it is judged: on items that no arm has seen. */
interface Judged {
  arm: string;
  task: string;
  start: StartName;
  seed: number;
  budget: number;
  score: number;
  seedScore: number;
  words: number;
  calls: number;
}

function judge(land: Landscape, arm: string, start: StartName, seed: number, budget: number, run: Replayed): Judged {
  const { truth } = splitOf(land, seed);
  const prompt = land.prompts[run.prompt]?.prompt;
  const text = prompt === undefined ? '' : JSON.stringify(prompt);
  return {
    arm,
    task: land.task.name,
    start,
    seed,
    budget,
    score: land.accuracy(run.prompt, truth),
    seedScore: land.accuracy(run.start, truth),
    words: text.split(/\s+/).length,
    calls: run.calls,
  };
}

const landscapes = readLandscapes();
const runs: Judged[] = [];
for (const land of landscapes) {
  for (const start of startNames) {
    for (const budget of budgets) {
      for (let seed = 1; seed <= seeds; seed += 1) {
        const found = ownRuns(land, start, seed, budget);
        for (const arm of ownArms) runs.push(judge(land, arm, start, seed, budget, found[arm]));
      }
    }
  }
  console.error(`${land.task.name}: the product's strategies are done`);
}

/** What a peer returned: kept beside its program, since it takes much longer than all the rest. */
interface PeerResult {
  arm: PeerArm;
  task: string;
  start: StartName;
  seed: number;
  budget: number;
  prompt: number;
  calls: number;
  fault: string | null;
}

const peerFile = new URL('peers/runs.jsonl', import.meta.url);
const peerResults = readKept<PeerResult>(peerFile);

/** Adds what is missing, all arms on one seed before the next, until the time is over. */
async function runPeers(peers: PeerRunner): Promise<void> {
  const until = performance.now() + 60_000 * Number(values.minutes);
  for (let seed = 1; seed <= peerSeeds; seed += 1) {
    for (const budget of judged) {
      for (const landscape of landscapes) {
        for (const start of peerStarts) {
          for (const arm of peerArms) {
            const task = landscape.task.name;
            const one = { arm, task, start, seed, budget };
            const known = peerResults.some(
              (run) =>
                run.arm === arm &&
                run.task === task &&
                run.start === start &&
                run.seed === seed &&
                run.budget === budget,
            );
            if (known || performance.now() > until) continue;
            const { prompt, calls, fault } = await peers.run({ landscape, arm, start, seed, budget });
            const result: PeerResult = { ...one, prompt, calls, fault };
            peerResults.push(result);
            keep(peerFile, result);
            console.error(`${arm} on ${task} from ${start}, seed ${seed}, ${budget} calls: ${fault ?? 'done'}`);
          }
        }
      }
    }
  }
}
if (values.peers !== undefined) {
  const peers = await startPeers(values.peers);
  try {
    await runPeers(peers);
  } finally {
    await peers.close();
  }
}
const faults: string[] = [];
for (const { arm, task, start, seed, budget, prompt, calls, fault } of peerResults) {
  const land = landscapes.find((one) => one.task.name === task);
  if (land === undefined) continue;
  if (fault !== null) faults.push(`${arm} on ${task} from ${start}, seed ${seed}, ${budget} calls: ${fault}`);
  else runs.push(judge(land, arm, start, seed, budget, { start: land.starts[start], prompt, calls }));
}

/** How runs of an arm end: score, harm, words and calls. */
function summary(list: readonly Judged[]): string[] {
  const harmed = list.filter(({ score, seedScore }) => score < seedScore).length;
  return [
    percent(meanOf(list.map(({ score }) => score))),
    percent(harmed / list.length),
    meanOf(list.map(({ words }) => words)).toFixed(0),
    meanOf(list.map(({ calls }) => calls)).toFixed(0),
    String(list.length),
  ];
}

function ownTables(): string {
  const head = ['arm', ...budgets.map((budget) => `${budget} calls`), 'area', 'harm'];
  const rows = ownArms.map((arm) => {
    const of = (budget: number): Judged[] => runs.filter((run) => run.arm === arm && run.budget === budget);
    const scores = budgets.map((budget) => meanOf(of(budget).map(({ score }) => score)));
    const all = budgets.flatMap(of);
    const harm = all.filter(({ score, seedScore }) => score < seedScore).length / all.length;
    return [arm, ...scores.map(percent), percent(area(scores)), percent(harm)];
  });
  const seedRow = meanOf(runs.filter(({ arm }) => arm === 'racing').map(({ seedScore }) => seedScore));
  return `${table(head, rows)}\n\nThe prompts that the runs began from: ${percent(seedRow)} %.`;
}

/** Under the curve of scores over the budget, as a mean score. */
function area(scores: readonly number[]): number {
  let sum = 0;
  for (let i = 1; i < budgets.length; i += 1) {
    const width = (budgets[i] ?? 0) - (budgets[i - 1] ?? 0);
    sum += (width * ((scores[i] ?? 0) + (scores[i - 1] ?? 0))) / 2;
  }
  return sum / ((budgets.at(-1) ?? 0) - budgets[0]);
}

function byStart(): string {
  const head = ['task', 'from', 'calls', ...ownArms];
  const rows = landscapes.flatMap((land) =>
    startNames.flatMap((start) =>
      judged.map((budget) => {
        const of = (arm: string): Judged[] =>
          runs.filter((r) => r.arm === arm && r.task === land.task.name && r.start === start && r.budget === budget);
        const from = percent(meanOf(of('racing').map(({ seedScore }) => seedScore)));
        const scores = ownArms.map((arm) => percent(meanOf(of(arm).map(({ score }) => score))));
        return [land.task.name, `${start}, ${from}`, String(budget), ...scores];
      }),
    ),
  );
  return table(head, rows);
}

/** Racing against each other arm on the same task, start and seed; whole cells of task and start are drawn. */
function againstRacing(budget: number): string {
  const cellOf = ({ task, start, seed }: Judged): string => `${task} ${start} ${seed}`;
  const met = new Set(runs.filter((run) => run.arm === 'gepa' && run.budget === budget).map(cellOf));
  const common = runs.filter((run) => run.budget === budget && (met.size === 0 || met.has(cellOf(run))));
  const racing = new Map(common.filter(({ arm }) => arm === 'racing').map((run) => [cellOf(run), run]));
  const others = [...new Set(common.map(({ arm }) => arm))].filter((arm) => arm !== 'racing');
  const told = others.map((arm) => {
    const list = common.filter((run) => run.arm === arm);
    const pairs = list.flatMap((run) => {
      const one = racing.get(cellOf(run));
      return one === undefined ? [] : [{ cluster: `${run.task} ${run.start}`, own: one.score, other: run.score }];
    });
    const interval = clusterBootstrap(
      pairs.map((pair) => pair.own),
      pairs.map((pair) => pair.other),
      pairs.map((pair) => pair.cluster),
    );
    return { arm, list, interval };
  });
  const corrected = holm(told.map(({ interval }) => interval.p));
  const rows = told.map(({ arm, list, interval }, i) => {
    const points = (value: number): string => (100 * value).toFixed(1);
    const ahead = `${points(interval.value)} [${points(interval.low)}, ${points(interval.high)}]`;
    return [arm, ...summary(list), ahead, (corrected[i] ?? 1).toFixed(3)];
  });
  const head = ['arm', 'score', 'harm', 'words', 'calls', 'runs', 'racing is ahead by', 'p'];
  return table(head, [['racing', ...summary([...racing.values()]), '', ''], ...rows]);
}

const peerPart =
  peerResults.length === 0
    ? 'GEPA and MIPROv2 were not run yet (`--peers PYTHON`).'
    : 'GEPA 0.1.4 and MIPROv2 of DSPy 3.4.1, unchanged, from PyPI, through the gateway, called as in `benchmarks/prompts/peers/optimize.py`: MIPROv2 shows no examples, and its writer is told of the data and not of the program or earlier tries. Every arm on the same tasks, starts and seeds.';

const page = `# Prompt optimisation on a real model's answers

Written by \`npm run bench:prompts -- table --seeds ${seeds}\`; \`--peers PYTHON\` runs the peers anew.

**The landscapes.** ${landscapes.length} tasks (${landscapes.map(({ task }) => task.name).join(', ')}), each with ${landscapes[0]?.prompts.length ?? 0} prompts that edits of one
thing at a time reach (a role, what is asked, a hint, the form of the answer, examples shown as turns), and ${landscapes[0]?.items.length ?? 0} items made in
code. SmolLM2-135M answered every item under every prompt once, greedily; whether it was right is kept as one bit (\`benchmarks/prompts/landscape/data\`).
Strategies then replay against what a real model did. Of 420 answers that were also asked of llama.cpp, which the demo uses, 417 were graded alike (once, by hand).
The prompts without a role were answered on a CPU, those with one on a GPU: of 2,400 answers that were asked of both, 23 were graded differently,
and no prompt's share of right ones by more than one point (once, by hand).

**A run** begins from the bare prompt of a hurried person, from the middling one of all prompts, or from the best, where nothing is left to
gain. A seed deals the items: 140 for the strategy, split as it likes, and 60 that only the judge sees. The budget is unique task calls and
requests to the writer together. The writer knows the prompts that are one edit away and nothing of their worth. *Harm* is the share of
runs that end below the prompt that they began from, on the judge's 60 items, where two prompts of equal worth differ by chance.

## The product's strategies, ${seeds} seeds

Mean score in percent of the delivered prompt, over all tasks and starts. *Hints by chance*: which edit is suggested does not follow from
what failed. *Proved or not*: the winner of the search is handed over even where its sealed test does not prove it; else that is the seed.
*Random search* tries random neighbours of what it has tried, each on 40 items, and hands over the best mean, untested.

${ownTables()}

${byStart()}

## Against the peers

${peerPart} *racing is ahead by*: points, with a 95 % interval that draws whole pairs of task and start; *p* after Holm.

${judged.map((budget) => `### ${budget} calls\n\n${againstRacing(budget)}`).join('\n\n')}
${faults.length === 0 ? '' : `\nRuns that ended without a prompt:\n\n${faults.map((fault) => `- ${fault}`).join('\n')}\n`}
## What this does not show

Racing's defaults were chosen with these landscapes in view, the peers' were not: on other tasks it may do less well. There are few pairs
of task and start, so that the intervals are rough. The writer is a script and the model is small: a large model writes better prompts, and needs them less. The space is finite. GEPA and MIPROv2
see a prompt as one text, with its examples as lines in it; the table answers them as it answers the same prompt with examples as
turns. MIPROv2 proposes all its instructions from the first one, so its writer goes one to four edits at once; it shows no examples of its own
choice here. Their budget is theirs to keep: *calls* is what they really spent.
`;
writeFileSync(new URL('../../docs/benchmarks/prompts.md', import.meta.url), page);
process.stdout.write(page);
