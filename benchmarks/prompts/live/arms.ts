import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Section } from '@trainyard/contracts';
import { type Prompt, promptText, renderPrompt } from '@trainyard/prompts';
import { eventually, type Product, startProduct } from '@trainyard/testkit';
import { itemsOf, type Task, type TaskItem } from '../../../examples/small-language-model/tasks.ts';
import { itemCount } from '../landscape/landscape.ts';
import { splitOf } from '../landscape/replay.ts';
import { askPeer } from '../peers/run-peers.ts';
import { type ModelDoor, startModelDoor } from './model-door.ts';
import { peerWriter } from './peer-writer.ts';

export const productArms = ['racing', 'five-step'] as const;
export const peerArms = ['gepa', 'gepa, turns', 'miprov2'] as const;
export type ProductArm = (typeof productArms)[number];
export type PeerArm = (typeof peerArms)[number];

export interface LiveRun {
  arm: ProductArm | PeerArm;
  task: string;
  seed: number;
  budget: number;
  /** What was returned; null where there is nothing. */
  prompt: string | null;
  /** Shares of the judge's items that are right. */
  score: number;
  seedScore: number;
  calls: number;
  /** Of all that stands before an item. */
  words: number;
  minutes: number;
  fault: string | null;
}

interface Returned {
  prompt: string;
  words: number;
  calls: number;
  answers: string[];
}

const runLimitMs = 3_600_000;
const contextTokens = 2048;
/** MIPROv2 wants its answers in a form, which takes so many tokens more. */
const formTokens = 24;
/** As many as MIPROv2 shows by default. */
export const peerExamples = 4;
/** To the letter, as the judge and the peers do. */
const metrics = [{ metric: 'exact_match', case: false, punctuation: false, articles: false }];
const ended = new Set(['completed', 'failed', 'stopped', 'cancelled']);

const wordsOf = (text: string): number => text.split(/\s+/).filter((word) => word !== '').length;

/** All arms behind the gateway of one product, on the small model itself. */
export class LiveArms {
  readonly #product: Product;
  readonly #door: ModelDoor;
  readonly #datasets = new Set<string>();
  #runs = 0;

  private constructor(product: Product, door: ModelDoor) {
    this.#product = product;
    this.#door = door;
  }

  static async start(): Promise<LiveArms> {
    const door = await startModelDoor();
    const product = await startProduct();
    const account = { name: 'this-machine', kind: 'openai-compatible', base_url: door.url } as const;
    await product.client.call('createProvider', { body: { ...account, retries: 0, timeout_s: 300 } });
    return new LiveArms(product, door);
  }

  async close(): Promise<void> {
    await this.#product[Symbol.asyncDispose]();
    await this.#door.close();
  }

  async run(arm: ProductArm | PeerArm, task: Task, seed: number, budget: number, python: string): Promise<LiveRun> {
    const began = performance.now();
    this.#runs += 1;
    const dealt = dealtItems(task, seed);
    const bare = await this.#judged('bare', task, { system: task.seed, output: '', examples: [] }, dealt.truth);
    let returned: Returned | null = null;
    let fault: string | null = null;
    try {
      returned =
        arm === 'racing' || arm === 'five-step'
          ? await this.#productRun(arm, task, seed, budget)
          : await this.#peerRun(arm, task, seed, budget, python);
    } catch (error) {
      fault = error instanceof Error ? error.message : String(error);
    }
    return {
      arm,
      task: task.name,
      seed,
      budget,
      prompt: returned?.prompt ?? null,
      score: returned === null ? 0 : rightShare(returned.answers, dealt.truth),
      seedScore: rightShare(bare, dealt.truth),
      calls: returned?.calls ?? 0,
      words: returned?.words ?? 0,
      minutes: Number(((performance.now() - began) / 60_000).toFixed(1)),
      fault,
    };
  }

  /** A name of its own for each use, so that nothing is in the gateway's cache that another use was answered. */
  async #language(use: string, task: Task, more = 0): Promise<string> {
    const name = `${use}-${this.#runs}`;
    const parameters = { temperature: 0, max_tokens: task.maxTokens + more };
    await this.#product.client.call('createLanguageModel', {
      body: { name, provider: 'this-machine', model: name, ...parameters },
    });
    return name;
  }

  async #judged(use: string, task: Task, prompt: Prompt, items: readonly TaskItem[]): Promise<string[]> {
    const model = await this.#language(use, task);
    const { url, key } = this.#product;
    const answers: string[] = [];
    for (const { input } of items) {
      const response = await fetch(`${url}/v1/chat/completions`, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        body: JSON.stringify({ model, messages: renderPrompt(prompt, { input }) }),
      });
      if (!response.ok) throw new Error(`the judge was answered ${response.status}: ${await response.text()}`);
      const body = (await response.json()) as { choices: { message: { content: string | null } }[] };
      answers.push(body.choices[0]?.message.content ?? '');
    }
    return answers;
  }

  async #dataset(task: Task, seed: number): Promise<string> {
    const name = `${task.name}-${seed}`;
    if (this.#datasets.has(name)) return name;
    const { parts } = dealtItems(task, seed);
    const folder = mkdtempSync(join(tmpdir(), 'trainyard-bench-live-'));
    const lines = Object.entries(parts).flatMap(([part, items]) =>
      items.map((item) => JSON.stringify({ ...item, part })),
    );
    const file = join(folder, `${name}.jsonl`);
    writeFileSync(file, `${lines.join('\n')}\n`);
    const { code, stderr } = await this.#product.trainyard('dataset', 'add', file, '--name', name);
    rmSync(folder, { recursive: true });
    if (code !== 0) throw new Error(stderr);
    this.#datasets.add(name);
    return name;
  }

  async #productRun(strategy: ProductArm, task: Task, seed: number, budget: number): Promise<Returned> {
    const { client, url, key } = this.#product;
    const dataset = await this.#dataset(task, seed);
    const primary = await this.#language('task', task);
    await client.call('createPrompt', { body: { name: primary, system: task.seed } });
    const config = {
      prompt: primary,
      strategy,
      metrics,
      context_tokens: contextTokens,
      'budget.calls': budget,
      'language_models.primary': primary,
    };
    const { id } = await client.call('createRun', { body: { trainer: 'prompt-optimizer', dataset, seed, config } });
    const get = async () => {
      const run = await client.call('getRun', { params: { id } });
      return ended.has(run.status) && run;
    };
    const run = await eventually(`run ${id} to end`, get, runLimitMs);
    if (run.status !== 'completed') throw new Error(`the run is ${run.status}: ${run.reason?.message}`);
    const { items: files } = await client.call('listFiles', { params: { id } });
    const path = files.find((file) => file.path.endsWith('prompt.json'))?.path;
    const response = await fetch(`${url}/api/v1/runs/${id}/files/${path}`, {
      headers: { authorization: `Bearer ${key}` },
    });
    const prompt = (await response.json()) as Prompt;
    const { items: sections } = await client.call('listSections', { params: { id } });
    const answers = await this.#judged('judge', task, prompt, dealtItems(task, seed).truth);
    return {
      prompt: JSON.stringify(prompt),
      words: wordsOf(promptText(prompt)),
      calls: budgetCalls(sections),
      answers,
    };
  }

  async #peerRun(arm: PeerArm, task: Task, seed: number, budget: number, python: string): Promise<Returned> {
    const dealt = dealtItems(task, seed);
    const { feedback, select, confirm, test } = dealt.parts;
    const more = arm === 'miprov2' ? formTokens : 0;
    const primary = await this.#language('task', task, more);
    const writer = await this.#language('writer', task, 1000);
    const judge = arm === 'miprov2' ? await this.#language('judge', task, more) : null;
    const shown = feedback.map(({ input, expected }) => ({ input, output: expected }));
    this.#door.addWriter(writer, peerWriter(shown, seed));
    const turns = arm === 'gepa, turns';
    const said = await askPeer(python, {
      arm: turns ? 'gepa' : arm,
      turns,
      url: `${this.#product.url}/v1`,
      key: this.#product.key,
      task: primary,
      writer,
      seed,
      budget,
      start: task.seed,
      train: feedback,
      // They have no test part of their own to pay for: all the rest is for choosing.
      validation: [...select, ...confirm, ...test],
      ...(judge === null
        ? {}
        : { demos: peerExamples, judge: { model: judge, inputs: dealt.truth.map(({ input }) => input) } }),
    });
    if (said.prompt === undefined) throw new Error(said.fault ?? 'it returned no prompt');
    const calls = this.#door.calls(primary) + this.#door.calls(writer);
    const prompt = turns ? withTurns(said.prompt) : { system: said.prompt, output: '', examples: [] };
    const answers = said.answers ?? (await this.#judged('judge', task, prompt, dealt.truth));
    return { prompt: said.prompt, words: wordsOf(said.shown ?? said.prompt), calls, answers };
  }
}

/** 200 items by a seed: 140 for the strategy, in parts, and 60 that only the judge sees; as in the table of the landscapes. */
function dealtItems(task: Task, seed: number) {
  const items = itemsOf(task, itemCount);
  const split = splitOf({ items }, seed);
  const of = (ids: readonly (string | number)[]): TaskItem[] => ids.flatMap((id) => items[Number(id)] ?? []);
  const { feedback, select, confirm, test } = split.parts;
  const parts = { feedback: of(feedback), select: of(select), confirm: of(confirm), test: of(test) };
  return { parts, truth: of(split.truth) };
}

/** A flat text whose last lines are examples, as `optimize.py` shows it to the model. */
function withTurns(text: string): Prompt {
  const at = text.lastIndexOf('\n\n');
  const lines = text
    .slice(at + 2)
    .split('\n')
    .map((line) => line.split(' => '));
  if (at < 1 || lines.some(({ length }) => length !== 2)) return { system: text, output: '', examples: [] };
  const examples = lines.map(([input = '', output = '']) => ({ input, output }));
  return { system: text.slice(0, at), output: '', examples };
}

function rightShare(answers: readonly string[], items: readonly TaskItem[]): number {
  return items.filter(({ expected }, i) => answers[i]?.trim() === expected).length / items.length;
}

/** Task calls and proposals, the preflight included. */
function budgetCalls(sections: readonly Section[]): number {
  const rows = sections.flatMap((section) => (section.type === 'metric-table' ? section.data.rows : []));
  const calls = rows.find(({ name }) => name === 'calls')?.value;
  if (typeof calls !== 'number') throw new Error('the result does not tell its calls');
  return calls;
}
