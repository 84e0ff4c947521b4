import { createHash } from 'node:crypto';
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

/**
 * `npm run bench:signals [-- --only FAMILY … --data cwru|demo --split PROTOCOL …]`: every family of trainers under four splits on two data sets.
 * What is not run again keeps its last result, which lies in benchmarks/results/signals.json; the page is written from all of them.
 */
const root = path.resolve(import.meta.dirname, '..');
const results = path.join(import.meta.dirname, 'results');
const kept = path.join(results, 'signals.json');
const seed = 0;

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

async function predictionsOf(
  runner: TrainerRunner,
  data: BenchmarkData,
  family: Family,
  protocol: ProtocolId,
  scratch: string,
) {
  const set = settingsFor(family, data);
  const measured = ['groups', 'envelope', 'speed', 'window'].map((key) => set[key]);
  const digest = createHash('sha256')
    .update(JSON.stringify([data.id, measured]))
    .digest('hex')
    .slice(0, 12);
  const features = family.trainer === 'signal-features' ? path.join(scratch, `features-${digest}`) : null;
  const one = (fold: ReturnType<typeof foldsOf>[number]): Promise<Prediction[]> => {
    const known = features !== null && existsSync(features);
    return runner.score(
      {
        trainer: family.trainer,
        preset: family.preset,
        set,
        seed,
        data: data.folder,
        split: family.validates ? withValidation(fold) : fold,
        resume: known ? features : null,
      },
      known ? null : features,
    );
  };
  const [first, ...others] = foldsOf(data, protocol);
  if (first === undefined) return [];
  const begin = await one(first);
  return [begin, ...(await inPairs(others, one))].flat();
}

async function nestedOf(runner: TrainerRunner, data: BenchmarkData, scratch: string): Promise<Nested> {
  const output = path.join(scratch, 'nested.json');
  const script = path.join(import.meta.dirname, 'signals/nested.py');
  await runner.spawn('signal-features', [script, '--dataset', data.folder, '--output', output], scratch);
  return JSON.parse(readFileSync(output, 'utf8'));
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
  const order = ['majority', ...list.map((one) => one.id)];
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
    for (const family of list.filter((one) => want.family(one.id))) {
      for (const protocol of protocols.filter((one) => want.split(one.id))) {
        const began = performance.now();
        const said = await predictionsOf(runner, data, family, protocol.id, scratch);
        put(scoreOf(data, protocol.id, family, said, (performance.now() - began) / 1000));
      }
    }
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
