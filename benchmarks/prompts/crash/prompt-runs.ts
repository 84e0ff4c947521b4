import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { LanguageCall } from '@trainyard/contracts';
import { eventually, type Product, type StandIn, startStandIn } from '@trainyard/testkit';
import type { Kill } from './plan.ts';
import { differences, type FinalRecord, recordOf } from './record.ts';

export type Strategy = 'racing' | 'five-step';

export interface CalmRun {
  record: FinalRecord;
  /** Counted at the stand-in. */
  calls: number;
  seconds: number;
}

export interface KilledRun {
  strategy: Strategy;
  kills: readonly Kill[];
  /** The parts of its record that are not those of the undisturbed run. */
  differs: readonly string[];
  attempts: number;
  calls: number;
  /** Answers that the ledger had and that were asked for again, or that it has twice. */
  paidTwice: number;
  /** Calls that the stand-in got again. */
  repeated: number;
  /** Calls that the ledger shows as of unknown outcome, and those of them whose reservation counts as spent. */
  unknown: number;
  reserved: number;
  seconds: number;
}

const answerMs = 60;
const runLimitMs = 300_000;
const ended = new Set(['completed', 'failed', 'stopped', 'cancelled']);
const seedPrompt = 'Classify the review.';
/** Half of the inputs are right under the seed, all where the labels are named too. */
const task = {
  expected: (input: string) => (input.includes('fine') ? 'positive' : 'negative'),
  requirements: [/Classify/, /negative or positive/],
};

/** Prompt runs of one product, each with a provider of its own: no answer is in the cache of another. */
export class PromptRuns {
  readonly concurrency = 4;
  readonly #product: Product;
  readonly #scratch: string;
  #made = 0;

  constructor(product: Product, scratch: string) {
    this.#product = product;
    this.#scratch = scratch;
  }

  async addItems(): Promise<void> {
    const path = join(this.#scratch, 'items.csv');
    const rows = Array.from({ length: 240 }, (_, i) => {
      const word = i % 2 === 0 ? 'fine' : 'poor';
      return `Review ${i} finds it ${word} in every way that matters,${task.expected(word)}`;
    });
    writeFileSync(path, `input,expected\n${rows.join('\n')}\n`);
    const { code, stderr } = await this.#product.trainyard('dataset', 'add', path, '--name', 'items');
    if (code !== 0) throw new Error(stderr);
  }

  async #start(strategy: Strategy): Promise<{ id: string; prompt: string; standIn: StandIn }> {
    const { client } = this.#product;
    this.#made += 1;
    const name = `p-${this.#made}`;
    const standIn = await startStandIn({ task, latencyMs: answerMs });
    const account = { name, kind: 'openai-compatible' as const, base_url: standIn.url, key: standIn.key };
    await client.call('createProvider', { body: account });
    await client.call('addPrice', { body: { provider: name, model: '*', input_usd: 1, output_usd: 2 } });
    const model = { name, provider: name, model: 'tiny-1', temperature: 0, max_tokens: 64 };
    await client.call('createLanguageModel', { body: model });
    await client.call('createPrompt', { body: { name, system: seedPrompt } });
    const config = {
      prompt: name,
      strategy,
      preflight: false,
      concurrency: this.concurrency,
      target: 1,
      iterations: 2,
      'budget.calls': strategy === 'racing' ? 400 : 700,
      'budget.usd': 5,
      'language_models.primary': name,
    };
    const { id } = await client.call('createRun', {
      body: { trainer: 'prompt-optimizer', dataset: 'items', seed: 1, name: 'crash', config },
    });
    return { id, prompt: name, standIn };
  }

  async #untilEnded(id: string) {
    const get = async () => {
      const run = await this.#product.client.call('getRun', { params: { id } }).catch(() => null); // it is being restarted
      return run !== null && ended.has(run.status) ? run : null;
    };
    return eventually(`run ${id} to end`, get, runLimitMs);
  }

  async #record(id: string, prompt: string): Promise<FinalRecord> {
    return eventually('the record', () => recordOf(this.#product, id, prompt));
  }

  async undisturbed(strategy: Strategy): Promise<CalmRun> {
    const began = performance.now();
    const { id, prompt, standIn } = await this.#start(strategy);
    const run = await this.#untilEnded(id);
    if (run.status !== 'completed') throw new Error(`the undisturbed run is ${run.status}: ${run.reason?.message}`);
    const record = await this.#record(id, prompt);
    await standIn.close();
    return { record, calls: standIn.arrived, seconds: (performance.now() - began) / 1000 };
  }

  /** False where the run was over before there was something to kill. */
  async #kill(id: string, { part }: Kill): Promise<boolean> {
    const product = this.#product;
    const once = async (): Promise<'killed' | 'over' | null> => {
      const run = await product.client.call('getRun', { params: { id } }).catch(() => null);
      if (run !== null && ended.has(run.status)) return 'over';
      if (part !== 'optimiser') return attempted(() => product.kill(part)) ? 'killed' : null;
      const pid = await product.trainerPid(id).catch(() => null); // none has greeted, or nobody can be asked
      return pid !== null && attempted(() => process.kill(pid, 'SIGKILL')) ? 'killed' : null;
    };
    return (await eventually(`the ${part} to kill`, once, runLimitMs)) === 'killed';
  }

  async killed(strategy: Strategy, kills: readonly Kill[], calm: CalmRun): Promise<KilledRun> {
    const began = performance.now();
    const { id, prompt, standIn } = await this.#start(strategy);
    const done: Kill[] = [];
    for (const kill of kills) {
      await eventually(`${kill.answered} answers`, () => standIn.metered.length >= kill.answered, runLimitMs);
      await wait(kill.delayMs);
      if (await this.#kill(id, kill)) done.push(kill);
    }
    const run = await this.#untilEnded(id);
    if (run.status !== 'completed') console.log(`run ${id} is ${run.status}: ${run.reason?.message}`);
    const record = await this.#record(id, prompt);
    await standIn.close();
    const ledger = await this.#ledgerOf(id);
    const ok = ledger.filter(({ status }) => status === 'ok');
    const unknown = ledger.filter(({ status }) => status === 'unknown');
    const asked = standIn.bodies.map(({ messages }) => JSON.stringify(messages));
    const repeated = asked.length - new Set(asked).size;
    const twice = ok.length - new Set(ok.map(({ key }) => key)).size;
    return {
      strategy,
      kills: done,
      differs: differences(calm.record, record),
      attempts: run.attempt,
      calls: asked.length,
      paidTwice: twice + Math.max(0, repeated - unknown.length),
      repeated,
      unknown: unknown.length,
      reserved: unknown.filter(({ kept, reserved_usd }) => kept && reserved_usd !== null).length,
      seconds: (performance.now() - began) / 1000,
    };
  }

  async #ledgerOf(run: string): Promise<LanguageCall[]> {
    const calls: LanguageCall[] = [];
    for (let cursor: string | undefined; ; ) {
      const query = { run, limit: 500, ...(cursor === undefined ? {} : { cursor }) };
      const page = await this.#product.client.call('listLanguageCalls', { query });
      calls.push(...page.items);
      if (page.next_cursor === null) return calls;
      cursor = page.next_cursor;
    }
  }
}

/** Whether it could be done: what is being restarted is not there for a moment. */
function attempted(work: () => void): boolean {
  try {
    work();
    return true;
  } catch {
    return false;
  }
}
