import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { type HiddenTask, standInAnswer, standInTokens } from './stand-in-answer.ts';

/** What goes wrong with a call. `late`: the answer comes, and slowly; `timeout`: never; `cut`: the line is dropped. */
export type StandInFault =
  | 'none'
  | '429'
  | '500'
  | '401'
  | '400'
  | 'timeout'
  | 'truncated'
  | 'malformed'
  | 'cut'
  | 'late';

/** One call that was answered whole: what a provider would charge for. */
export interface MeteredCall {
  model: string;
  /** Of everything that was asked: the same question has the same text. */
  question: string;
  promptTokens: number;
  completionTokens: number;
  stream: boolean;
}

export interface StandIn extends AsyncDisposable {
  /** The base URL for an OpenAI-compatible client. */
  url: string;
  key: string;
  /** Faults of the calls to come, in their order; after them all goes well. */
  script(faults: readonly StandInFault[]): void;
  /** Calls that arrived, whatever became of them. */
  readonly arrived: number;
  /** The most calls that were under way at once. */
  readonly mostAtOnce: number;
  readonly metered: readonly MeteredCall[];
  /** The bodies of the calls, as they came. */
  readonly bodies: readonly Record<string, unknown>[];
  /** From now on another key is the right one. */
  changeKey(key: string): void;
  close(): Promise<void>;
}

export interface StandInOptions {
  task?: HiddenTask;
  /** How long an answer takes. */
  latencyMs?: number;
  models?: readonly string[];
  /** Seconds that a 429 asks to wait. */
  retryAfter?: number;
}

const asked = z.looseObject({
  model: z.string(),
  messages: z.array(z.object({ role: z.string(), content: z.string() })),
  max_tokens: z.number().optional(),
  stream: z.boolean().optional(),
});

const rightKey = 'sk-stand-in-0123456789';
/** Of a slow stream: between two words. */
const slowMs = 40;

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

function sendJson(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

function refuse(response: ServerResponse, status: number, message: string, headers?: Record<string, string>): void {
  sendJson(response, status, { error: { message, type: 'stand_in', code: null } }, headers);
}

/** Words with the spaces before them, so that joined they are the text. */
function wordsOf(text: string): string[] {
  return text.match(/\s*\S+\s*$|\s*\S+/g) ?? [];
}

/**
 * A made-up provider that speaks OpenAI's language: the same question has the same answer, what it would charge is
 * metered, and its faults follow a script. Numbers that it answers with are of a stand-in, and must be told as such.
 */
export async function startStandIn(options: StandInOptions = {}): Promise<StandIn> {
  const faults: StandInFault[] = [];
  const metered: MeteredCall[] = [];
  const bodies: Record<string, unknown>[] = [];
  let key = rightKey;
  let arrived = 0;
  let under = 0;
  let mostAtOnce = 0;

  async function answer(call: z.infer<typeof asked>, response: ServerResponse, fault: StandInFault): Promise<void> {
    if (options.latencyMs !== undefined) await wait(options.latencyMs);
    const whole = standInAnswer(call.messages, options.task ?? null);
    const words = wordsOf(whole);
    const most = call.max_tokens ?? Number.POSITIVE_INFINITY;
    const text = standInTokens(whole) <= most ? whole : [...whole].slice(0, most * 4).join('');
    const finish_reason = text === whole ? 'stop' : 'length';
    const prompt_tokens = standInTokens(call.messages.map(({ content }) => content).join('\n'));
    const completion_tokens = standInTokens(text);
    const usage = { prompt_tokens, completion_tokens, total_tokens: prompt_tokens + completion_tokens };
    const head = { id: 'stand-in', created: 1, model: `${call.model}-stand-in` };
    const stream = call.stream === true;
    const meter = (): void => {
      const question = JSON.stringify(call.messages);
      const { model } = call;
      metered.push({ model, question, promptTokens: prompt_tokens, completionTokens: completion_tokens, stream });
    };
    if (!stream) {
      const message = { role: 'assistant', content: text };
      const choices = [{ index: 0, message, finish_reason }];
      const body = JSON.stringify({ ...head, object: 'chat.completion', choices, usage });
      if (fault === 'truncated') {
        response.writeHead(200, { 'content-type': 'application/json' }).end(body.slice(0, body.length / 2));
        return;
      }
      if (fault === 'late') await wait(slowMs * words.length);
      const length = String(Buffer.byteLength(body));
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': length }).end(body);
      return meter();
    }
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const send = (choices: unknown, more: object = {}): void => {
      const chunk = { ...head, object: 'chat.completion.chunk', choices, ...more };
      response.write(`data: ${JSON.stringify(chunk)}\n\n`);
    };
    const parts = text === whole ? words : wordsOf(text);
    for (const [i, content] of parts.entries()) {
      if (fault === 'late') await wait(slowMs);
      if (fault === 'truncated' && i > 0) return void response.end();
      send([{ index: 0, delta: { content }, finish_reason: null }]);
    }
    send([{ index: 0, delta: {}, finish_reason }]);
    send([], { usage });
    response.end('data: [DONE]\n\n');
    meter();
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.headers.authorization !== `Bearer ${key}`) {
      return refuse(response, 401, `Incorrect API key provided: ${request.headers.authorization ?? 'none'}.`);
    }
    if (request.url === '/v1/models') {
      const data = (options.models ?? ['small', 'large']).map((id) => ({ id, object: 'model' }));
      return sendJson(response, 200, { object: 'list', data });
    }
    if (request.url !== '/v1/chat/completions') return refuse(response, 404, 'There is nothing here.');
    const call = asked.parse(JSON.parse(await bodyOf(request)));
    bodies.push(call);
    arrived += 1;
    const fault = faults.shift() ?? 'none';
    switch (fault) {
      case '429':
        return refuse(response, 429, 'Slow down.', { 'retry-after': String(options.retryAfter ?? 0) });
      case '500':
        return refuse(response, 500, 'Something broke.');
      case '401':
        return refuse(response, 401, `Incorrect API key provided: ${key}.`);
      case '400':
        return refuse(response, 400, 'This model cannot do that.');
      case 'malformed':
        return void response.writeHead(200, { 'content-type': 'application/json' }).end('{"choices": "none"}');
      case 'cut':
        return void request.socket.destroy();
      case 'timeout':
        return; // whoever asked gives up first
      default:
        return answer(call, response, fault);
    }
  }

  const server = createServer((request, response) => {
    under += 1;
    mostAtOnce = Math.max(mostAtOnce, under);
    response.once('close', () => {
      under -= 1;
    });
    serve(request, response).catch((error: unknown) => {
      if (!response.headersSent) refuse(response, 500, String(error));
    });
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return {
    url: `http://127.0.0.1:${address.port}/v1`,
    get key() {
      return key;
    },
    script: (list) => void faults.splice(0, faults.length, ...list),
    get arrived() {
      return arrived;
    },
    get mostAtOnce() {
      return mostAtOnce;
    },
    metered,
    bodies,
    changeKey: (other) => {
      key = other;
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}
