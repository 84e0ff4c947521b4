import { randomInt } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Product, startProduct } from '@trainyard/testkit';
import { crashPage } from './crash/page.ts';
import { killPlan, parts } from './crash/plan.ts';
import { type KilledRun, PromptRuns, type Strategy } from './crash/prompt-runs.ts';

/**
 * `npm run bench:prompts -- crash [--runs N] [--seed N]`: prompt runs against a stand-in for a provider, each of which has its
 * optimiser, its worker and its server killed outright once, in random order at random moments. Its final record must be that
 * of a run of the same settings that nothing happened to.
 */
const { values } = parseArgs({ options: { runs: { type: 'string' }, seed: { type: 'string' } } });
const runs = Number(values.runs ?? 18);
const seed = values.seed === undefined ? randomInt(1_000_000) : Number(values.seed);
const strategies: readonly Strategy[] = ['racing', 'five-step'];

const scratch = mkdtempSync(join(tmpdir(), 'trainyard-bench-crash-'));
const began = performance.now();
let product: Product | null = null;
try {
  product = await startProduct();
  const prompts = new PromptRuns(product, scratch);
  await prompts.addItems();
  const straight = Object.fromEntries(
    await Promise.all(strategies.map(async (strategy) => [strategy, await prompts.undisturbed(strategy)] as const)),
  );
  const killed: KilledRun[] = [];
  for (let i = 0; i < runs; i += 1) {
    const strategy = strategies[i % strategies.length] ?? 'racing';
    const calm = straight[strategy];
    if (calm === undefined) throw new Error(`no undisturbed run of ${strategy}`);
    const one = await prompts.killed(strategy, killPlan(seed, i, calm.calls), calm);
    killed.push(one);
    const moments = one.kills.map(({ part, answered }) => `${part} after ${answered}`).join(', ');
    const how = one.differs.length === 0 ? 'the same record' : `DIFFERS in ${one.differs.join(', ')}`;
    console.log(
      `${i + 1} of ${runs}  ${strategy}: ${moments}; ${how}; ${one.paidTwice} paid twice, ${one.repeated} repeated, ${one.unknown} unknown`,
    );
  }
  const minutes = (performance.now() - began) / 60_000;
  const load = loadavg()[0] ?? 0;
  const failed = crashPage({ straight, killed, seed, minutes, load, concurrency: prompts.concurrency, parts });
  process.exitCode = failed ? 1 : 0;
} finally {
  await product?.[Symbol.asyncDispose]();
  rmSync(scratch, { recursive: true, force: true });
}
