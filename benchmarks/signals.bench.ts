import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { makeCwru } from './signals/cwru.ts';
import type { BenchmarkData } from './signals/data-set.ts';
import { makeDemo } from './signals/demo.ts';
import { type Family, families, settingsFor } from './signals/families.ts';
import { type Nested, pageOf } from './signals/page.ts';
import { type Prediction, TrainerRunner } from './signals/run-trainer.ts';
import { baseline, type Score, scoreOf } from './signals/score.ts';
import { foldsOf, type ProtocolId, protocols, withValidation } from './signals/splits.ts';
import { vote } from './signals/vote.ts';

/**
 * `npm run bench:signals [-- --only FAMILY … --data cwru|demo --split PROTOCOL …]`: every family of trainers under four splits on two data sets.
 * What is not run again keeps its last result, which lies in benchmarks/results/signals.json, with what each network said
 * of every window beside it; the page is written from all of them.
 */
const root = path.resolve(import.meta.dirname, '..');
const results = path.join(import.meta.dirname, 'results');
const kept = path.join(results, 'signals.json');
const raw = path.join(results, 'signals-said');
const seed = 0;
/** As many as the ensemble asks for. */
const fewestVotes = 3;

interface Kept {
  scores: Score[];
  nested: Nested | null;
}

function wanted(all: readonly Family[]) {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', multiple: true },
      data: { type: 'string', multiple: true },
      split: { type: 'string', multiple: true },
    },
  });
  const known = [...all.map((one) => one.id), 'nested'];
  const unknown = (values.only ?? []).filter((id) => !known.includes(id));
  if (unknown.length > 0) throw new Error(`There is no family ${unknown.join(', ')}. There are: ${known.join(', ')}.`);
  return {
    family: (id: string) => values.only === undefined || values.only.includes(id),
    data: (id: string) => values.data === undefined || values.data.includes(id),
    split: (id: string) => values.split === undefined || values.split.includes(id),
  };
}

/** Folds side by side, one a core at most two. */
async function inPairs<T, R>(items: readonly T[], work: (item: T, at: number) => Promise<R>): Promise<R[]> {
  const waiting = [...items.entries()];
  const done: R[] = [];
  const lane = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
      done[next[0]] = await work(next[1], next[0]);
  };
  await Promise.all(Array.from({ length: Math.min(2, cpus().length) }, lane));
  return done;
}

/** A trainer as a process of its own for each fold. */
async function predictionsOf(runner: TrainerRunner, data: BenchmarkData, family: Family, protocol: ProtocolId) {
  const { trainer, preset, validates } = family;
  const set = settingsFor(family, data);
  const said = await inPairs(foldsOf(data, protocol), (fold) =>
    runner.score({ trainer, preset, set, seed, data: data.folder, split: validates ? withValidation(fold) : fold }),
  );
  return said.flat();
}

interface Classical {
  family: string;
  protocol: ProtocolId;
  seconds: number;
  said: Prediction[];
}

/** All variants of signal-features in one process that measures every window once. */
async function classicalOf(
  runner: TrainerRunner,
  data: BenchmarkData,
  list: readonly Family[],
  splits: readonly ProtocolId[],
  scratch: string,
): Promise<Classical[]> {
  const configs = list.map(async (one) => ({
    id: one.id,
    config: await runner.config({ trainer: one.trainer, preset: one.preset, set: settingsFor(one, data) }),
  }));
  const folds = splits.map((id) => [id, foldsOf(data, id).map((fold) => Object.fromEntries(fold.parts))]);
  const request = {
    dataset: data.folder,
    seed,
    families: await Promise.all(configs),
    protocols: Object.fromEntries(folds),
  };
  const [asked, output] = ['request.json', 'said.jsonl'].map((name) => path.join(scratch, `${data.id}-${name}`));
  writeFileSync(asked ?? '', JSON.stringify(request));
  const script = path.join(import.meta.dirname, 'signals/classical.py');
  await runner.spawn('signal-features', [script, '--request', asked ?? '', '--output', output ?? ''], scratch);
  return readFileSync(output ?? '', 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

async function nestedOf(runner: TrainerRunner, data: BenchmarkData, scratch: string): Promise<Nested> {
  const output = path.join(scratch, 'nested.json');
  const script = path.join(import.meta.dirname, 'signals/nested.py');
  await runner.spawn('signal-features', [script, '--dataset', data.folder, '--output', output], scratch);
  return JSON.parse(readFileSync(output, 'utf8'));
}

const saidFile = (data: BenchmarkData, protocol: ProtocolId, family: Family): string =>
  path.join(raw, `${data.id}-${protocol}-${family.id}.json`);

function keepSaid(data: BenchmarkData, protocol: ProtocolId, family: Family, said: readonly Prediction[]): void {
  mkdirSync(raw, { recursive: true });
  writeFileSync(saidFile(data, protocol, family), JSON.stringify(said));
}

function saidBefore(data: BenchmarkData, protocol: ProtocolId, family: Family): Prediction[] | null {
  const file = saidFile(data, protocol, family);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
}

/** Read anew each time: two benchmarks of different families may go on side by side. */
function soFar(): Kept {
  return existsSync(kept) ? JSON.parse(readFileSync(kept, 'utf8')) : { scores: [], nested: null };
}

function publish(sets: readonly BenchmarkData[], change: (all: Kept) => void, missing: readonly string[]): void {
  const all = soFar();
  change(all);
  mkdirSync(results, { recursive: true });
  writeFileSync(kept, JSON.stringify({ at: new Date().toISOString(), seed, ...all }, null, 1));
  mkdirSync(path.join(root, 'docs/benchmarks'), { recursive: true });
  writeFileSync(path.join(root, 'docs/benchmarks/signals.md'), pageOf(sets, all.scores, all.nested, missing));
}

const list = families(root);
const want = wanted(list);
const runner = await TrainerRunner.open(root);
const scratch = mkdtempSync(path.join(tmpdir(), 'trainyard-bench-signals-'));
const missing: string[] = [];
try {
  const cwru = makeCwru(path.join(root, '../shared/data/cwru'), path.join(scratch, 'cwru'));
  if (cwru === null) {
    missing.push(
      'SKIPPED: the public bearing recordings are not at ../shared/data/cwru; their rows are of an earlier run, if there are any.',
    );
    console.warn(missing[0]);
  }
  const demo = await makeDemo(runner, path.join(results, 'signals-demo'));
  const sets = [cwru, demo].filter((one) => one !== null);
  const order = ['majority', ...list.map((one) => one.id), 'vote'];
  const put = (score: Score): void => {
    const same = (one: Score) =>
      one.data === score.data && one.protocol === score.protocol && one.family === score.family;
    const accuracy = ((100 * score.right) / score.windows).toFixed(1);
    console.log(
      `${score.data}  ${score.protocol.padEnd(6)}  ${score.title.padEnd(48)}  ${accuracy} %  ${score.seconds.toFixed(0)} s`,
    );
    publish(
      sets,
      (all) => {
        all.scores = [...all.scores.filter((one) => !same(one)), score];
        all.scores.sort((a, b) => order.indexOf(a.family) - order.indexOf(b.family));
      },
      missing,
    );
  };
  if (cwru !== null && want.family('nested') && want.data('cwru')) {
    const nested = await nestedOf(runner, cwru, scratch);
    publish(
      sets,
      (all) => {
        all.nested = nested;
      },
      missing,
    );
  }
  for (const data of sets.filter((one) => want.data(one.id))) {
    for (const protocol of protocols.filter((one) => want.split(one.id))) {
      const majorities = baseline(data, foldsOf(data, protocol.id));
      put(scoreOf(data, protocol.id, { id: 'majority', title: 'Always the commonest class' }, majorities, 0));
    }
    const splits = protocols.map((one) => one.id).filter((id) => want.split(id));
    const chosen = list.filter((one) => want.family(one.id));
    const classical = chosen.filter((one) => one.trainer === 'signal-features');
    if (classical.length > 0) {
      for (const { family, protocol, seconds, said } of await classicalOf(runner, data, classical, splits, scratch)) {
        const known = classical.find((one) => one.id === family);
        if (known !== undefined) put(scoreOf(data, protocol, known, said, seconds));
      }
    }
    const networks = chosen.filter((one) => !classical.includes(one) && (one.only?.includes(data.id) ?? true));
    for (const protocol of networks.length > 0 ? splits : []) {
      for (const family of networks) {
        const began = performance.now();
        const said = await predictionsOf(runner, data, family, protocol);
        keepSaid(data, protocol, family, said);
        put(scoreOf(data, protocol, family, said, (performance.now() - began) / 1000));
      }
      const members = list.map((one) => saidBefore(data, protocol, one)).filter((said) => said !== null);
      const title = `signal-ensemble, soft vote of the ${members.length} networks`;
      if (members.length >= fewestVotes) put(scoreOf(data, protocol, { id: 'vote', title }, vote(members), 0));
    }
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
