import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { createClient } from '@trainyard/api-client';
import { serverProcess } from '../../support/server-process.ts';
import type { Landscape, StartName } from '../landscape/landscape.ts';
import { type Replayed, splitOf } from '../landscape/replay.ts';
import { flatText, startLandscapeServer } from './landscape-server.ts';

export const peerArms = ['gepa', 'miprov2'] as const;
export type PeerArm = (typeof peerArms)[number];

export interface PeerRun {
  landscape: Landscape;
  arm: PeerArm;
  start: StartName;
  seed: number;
  budget: number;
}

export interface PeerRunner {
  run(asked: PeerRun): Promise<Replayed & { fault: string | null }>;
  close(): Promise<void>;
}

/** What `optimize.py` answers to one question. */
export interface PeerAnswer {
  prompt?: string;
  /** All that stands before an item, where that is more than the prompt. */
  shown?: string;
  /** To the inputs that it was to judge. */
  answers?: string[];
  fault?: string;
}

export function askPeer(python: string, question: unknown): Promise<PeerAnswer> {
  const script = new URL('optimize.py', import.meta.url).pathname;
  const child = spawn(python, [script], { stdio: ['pipe', 'pipe', 'ignore'] });
  child.stdin.end(`${JSON.stringify(question)}\n`);
  return new Promise((resolve) => {
    let said: PeerAnswer = { fault: 'it ended without an answer' };
    createInterface({ input: child.stdout }).on('line', (line) => {
      said = JSON.parse(line);
    });
    child.on('error', (error) => resolve({ fault: error.message }));
    child.on('close', () => resolve(said));
  });
}

/** GEPA and MIPROv2 from a Python environment, each run with language models of its own behind the gateway of a server. */
export async function startPeers(python: string): Promise<PeerRunner> {
  const product = await serverProcess();
  const client = createClient({ url: product.url, key: product.key });
  const servers = new Map<string, Awaited<ReturnType<typeof startLandscapeServer>>>();
  let runs = 0;

  async function serverOf(landscape: Landscape) {
    const name = landscape.task.name;
    const known = servers.get(name);
    if (known !== undefined) return known;
    const server = await startLandscapeServer(landscape);
    servers.set(name, server);
    const body = { name, kind: 'openai-compatible', base_url: server.url, retries: 0 } as const;
    await client.call('createProvider', { body });
    return server;
  }

  return {
    run: async ({ landscape, arm, start, seed, budget }) => {
      const server = await serverOf(landscape);
      server.reset(seed);
      runs += 1;
      // Names of its own, so that what an earlier run was answered is not in the cache.
      const [task, writer] = [`task-${runs}`, `writer-${runs}`];
      for (const name of [task, writer]) {
        await client.call('createLanguageModel', {
          body: { name, provider: landscape.task.name, model: name, max_tokens: 500 },
        });
      }
      const first = landscape.starts[start];
      const { parts } = splitOf(landscape, seed);
      const items = (ids: readonly string[]) => ids.map((id) => landscape.items[Number(id)]);
      const flat = landscape.prompts.map(({ prompt }) => flatText(prompt));
      const said = await askPeer(python, {
        arm,
        url: `${product.url}/v1`,
        key: product.key,
        task,
        writer,
        seed,
        budget,
        start: flat[first],
        train: items(parts.feedback),
        // They have no test part of their own to pay for: all the rest is for choosing.
        validation: items([...parts.select, ...parts.confirm, ...parts.test]),
      });
      const prompt = flat.indexOf(said.prompt ?? '');
      const calls = server.counted.task + server.counted.writer;
      const fault = said.fault ?? (prompt < 0 ? 'it returned a prompt that nobody wrote' : null);
      return { start: first, prompt: prompt < 0 ? first : prompt, calls, fault };
    },
    close: async () => {
      for (const server of servers.values()) await server.close();
      await product.end();
    },
  };
}
