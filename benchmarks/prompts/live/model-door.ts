import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { eventually, freePort } from '@trainyard/testkit';
import { completion } from '../peers/completion.ts';
import type { PeerWriter, Turn } from './peer-writer.ts';

/** As the small model calls itself. */
const modelName = 'smollm2-135m';

interface Question {
  model: string;
  messages: Turn[];
  temperature?: number;
}

/**
 * The small model under as many names as wanted, and writers. The gateway's cache stands before it: what arrives under a name is
 * what was paid under it. A greedy question that was answered under another name is answered from memory, and counted all the same.
 */
export interface ModelDoor {
  url: string;
  /** How many calls have arrived under a name. */
  calls(name: string): number;
  addWriter(name: string, writer: PeerWriter): void;
  close(): Promise<void>;
}

async function startModel(): Promise<{ url: string; child: ChildProcess }> {
  const port = await freePort();
  const program = new URL('../../../examples/small-language-model/serve.mjs', import.meta.url).pathname;
  const child = spawn(process.execPath, [program, '--port', String(port)], { stdio: ['ignore', 'ignore', 'inherit'] });
  const url = `http://127.0.0.1:${port}/v1`;
  await eventually('the small model', () => {
    if (child.exitCode !== null) throw new Error('the small model is not installed: npm run demo:prompts installs it');
    return fetch(`${url}/models`).then(
      ({ ok }) => ok,
      () => false,
    );
  });
  return { url, child };
}

export async function startModelDoor(): Promise<ModelDoor> {
  const model = await startModel();
  const arrived = new Map<string, number>();
  const writers = new Map<string, PeerWriter>();
  const answered = new Map<string, Promise<{ status: number; text: string }>>();

  async function asked(question: Question): Promise<{ status: number; text: string }> {
    const response = await fetch(`${model.url}/chat/completions`, {
      method: 'POST',
      body: JSON.stringify({ ...question, model: modelName }),
    });
    return { status: response.status, text: await response.text() };
  }

  function written(question: Question, writer: PeerWriter): { status: number; text: string } {
    return { status: 200, text: completion(question.model, writer(question.messages)) };
  }

  function answer(question: Question): Promise<{ status: number; text: string }> {
    arrived.set(question.model, (arrived.get(question.model) ?? 0) + 1);
    const writer = writers.get(question.model);
    if (writer !== undefined) return Promise.resolve(written(question, writer));
    if (question.temperature !== 0) return asked(question);
    const key = JSON.stringify({ ...question, model: '' });
    const known = answered.get(key) ?? asked(question);
    answered.set(key, known);
    // A question that failed may be asked again.
    known.then(
      ({ status }) => status === 200 || answered.delete(key),
      () => answered.delete(key),
    );
    return known;
  }

  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      const send = (status: number, text: string): void => {
        response.writeHead(status, { 'content-type': 'application/json' }).end(text);
      };
      answer(JSON.parse(Buffer.concat(pieces).toString())).then(
        ({ status, text }) => send(status, text),
        (error: Error) => send(500, JSON.stringify({ error: { message: error.message } })),
      );
    });
  });
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${port}/v1`,
    calls: (name) => arrived.get(name) ?? 0,
    addWriter: (name, writer) => writers.set(name, writer),
    close: async () => {
      model.child.kill('SIGTERM');
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
