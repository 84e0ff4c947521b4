import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LanguageChoice, Task } from '@trainyard/contracts';
import { FakeHost } from '@trainyard/sdk/testing';

export interface Call {
  role: string;
  sample: number;
  system: string;
  input: string;
  question: string;
}

export type Reply = { text: string; finish?: string } | { status: number; code: string; message: string };

export interface ScriptedDoor extends AsyncDisposable {
  url: string;
  calls: Call[];
  /** Versions of the prompt that were added, by number from 2 on. */
  library: { system: string; parents: number[]; make_current: boolean }[];
  of(role: string): Call[];
}

const model: LanguageChoice = {
  name: 'small',
  provider: 'scripted',
  model: 'tiny-1',
  temperature: 0,
  max_tokens: 32,
  top_p: null,
  top_k: null,
};

interface Body {
  messages: { role: string; content: string }[];
}

function usage(calls: readonly Call[]): object[] {
  return [...Map.groupBy(calls, ({ role }) => role)].map(([group, made]) => ({
    group,
    calls: made.length,
    cached: 0,
    failed: 0,
    unknown: 0,
    input_tokens: 10 * made.length,
    output_tokens: 2 * made.length,
    cost_usd: 0.001 * made.length,
    unpriced: 0,
    kept_usd: 0,
  }));
}

/** Words in common stand for vectors; a server without an embedder refuses. */
export const embedder = { installed: false };
function similarity(body: unknown): { status: number; answer: object } {
  if (!embedder.installed) return { status: 409, answer: { detail: 'The embedder is not installed.' } };
  const { pairs } = body as { pairs: { answer: string; expected: string }[] };
  const items = pairs.map(({ answer, expected }) => {
    const f1 = answer.split(' ').includes(expected) ? 1 : 0;
    return { precision: f1, recall: f1, f1 };
  });
  return { status: 200, answer: { embedder: 'words', items } };
}

/** A server that answers as the script says, and counts. Numbers of its answers are made up. */
export async function startDoor(reply: (call: Call, number: number) => Reply): Promise<ScriptedDoor> {
  const calls: Call[] = [];
  const library: ScriptedDoor['library'] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      if (request.url?.startsWith('/api/v1/language-calls/usage') === true) {
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ items: usage(calls) }));
        return;
      }
      const body: unknown = JSON.parse(Buffer.concat(parts).toString('utf8'));
      if (request.url === '/api/v1/embedder/similarity') {
        const { status, answer } = similarity(body);
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
        return;
      }
      const send = (status: number, value: object): void => {
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
      };
      if (request.url !== '/v1/chat/completions') {
        library.push(body as ScriptedDoor['library'][number]);
        return send(201, { version: library.length + 1 });
      }
      const { messages } = body as Body;
      const system = messages
        .filter(({ role }) => role === 'system')
        .map(({ content }) => content)
        .join('\n');
      const call: Call = {
        role: String(request.headers['x-trainyard-role']),
        sample: Number(request.headers['x-trainyard-sample']),
        system,
        input: messages.at(-1)?.content ?? '',
        question: JSON.stringify(messages),
      };
      calls.push(call);
      const said = reply(call, calls.length);
      if ('status' in said) return send(said.status, { error: { code: said.code, message: said.message } });
      send(200, {
        choices: [{ message: { content: said.text }, finish_reason: said.finish ?? 'stop' }],
        usage: { prompt_tokens: 10, completion_tokens: 2 },
        trainyard: { cached: false, cost_usd: 0.001 },
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return {
    url: `http://127.0.0.1:${address.port}`,
    calls,
    library,
    of: (role) => calls.filter((call) => call.role === role),
    async [Symbol.asyncDispose]() {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

export interface Item {
  id: string;
  input: string;
  expected: string | null;
}

export function someItems(count = 80): Item[] {
  return Array.from({ length: count }, (_, i) => ({
    id: `item-${i}`,
    input: `Sentence number ${i} is ${i % 2 === 0 ? 'fine' : 'poor'}.`,
    expected: i % 2 === 0 ? 'good' : 'bad',
  }));
}

/** Right for half of the items, and for all where the prompt names both labels. */
export function kindly({ system, input }: Call): Reply {
  const number = Number(/number ([0-9]+)/.exec(input)?.[1] ?? 0);
  const knows = system.includes('bad') && system.includes('good');
  return { text: knows || number % 4 < 2 ? (input.includes('fine') ? 'good' : 'bad') : 'unsure' };
}

export const config = {
  strategy: 'racing',
  writer: 'scripted',
  adviser: 'scripted',
  budget: { calls: 400, optimizer_price: 1, usd: null },
  iterations: 3,
  target: 0.95,
  patience: 3,
  metrics: [{ metric: 'exact_match' }],
  pass: 1,
  length_ratio: 0,
  candidates: 4,
  raced: 4,
  batch: 6,
  race: { block: 5, min_blocks: 1, drop_from: 0.25, drop_to: 0.4, drop_behind: 0.2, chances: 6, accept: 0.9 },
  parts: { by: 'content', feedback: 20, select: 40, confirm: 15, test: 25, seed: 0 },
  preflight: false,
  preflight_only: false,
  concurrency: 4,
  context_tokens: 4096,
  max_prompt_tokens: 500,
};

export interface Setting {
  door: { url: string };
  items?: readonly Item[];
  config?: Record<string, unknown>;
  system?: string;
  optimizer?: boolean;
  evaluator?: boolean;
  grader?: boolean;
  /** Of the task, such as the checkpoint of another run. */
  task?: Partial<Task>;
}

/** A host in memory with a data set on disk, for one run. */
export function hostFor(setting: Setting): { host: FakeHost; end: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'trainyard-optimizer-'));
  const dataset = join(folder, 'dataset');
  mkdirSync(join(dataset, 'data'), { recursive: true });
  const lines = (setting.items ?? someItems()).map(
    (item) => `${JSON.stringify({ group: null, values: {}, ...item })}\n`,
  );
  writeFileSync(join(dataset, 'data/items.jsonl'), lines.join(''));
  const host = new FakeHost({
    output: join(folder, 'output'),
    config: { ...config, ...setting.config },
    dataset: { folder: dataset, name: 'sentences', version: 1, digest: '', kind: 'prompts', meta: {} },
    language: {
      url: setting.door.url,
      key: 'key-of-the-run',
      models: {
        primary: model,
        ...(setting.optimizer === true ? { optimizer: { ...model, name: 'large' } } : {}),
        ...(setting.evaluator === true ? { evaluator: { ...model, name: 'critic' } } : {}),
        ...(setting.grader === true ? { grader: { ...model, name: 'judge' } } : {}),
      },
    },
    prompt: {
      name: 'judge',
      version: 1,
      hash: '',
      system: setting.system ?? 'Judge the sentence.',
      output: '',
      examples: [],
    },
    ...setting.task,
  });
  return { host, end: () => rmSync(folder, { recursive: true, force: true }) };
}
