import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import { chatRequest, type LanguageChoice, type Task } from '@trainyard/contracts';

/** What a trainer is given that asks language models. */
export interface TinyLanguage extends AsyncDisposable {
  language: NonNullable<Task['language']>;
  prompt: NonNullable<Task['prompt']>;
}

const key = 'tiny-key';

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

/** The right label where the prompt names both, else only for half of the inputs; the same question has the same answer. */
function answerTo(text: string): string {
  const { messages } = chatRequest.parse(JSON.parse(text));
  const input = String(messages.at(-1)?.content ?? '');
  const system = messages.filter(({ role }) => role === 'system').map(({ content }) => String(content));
  const knows = system.some((words) => words.includes('bad') && words.includes('good'));
  const lucky = (createHash('sha256').update(input).digest()[0] ?? 0) < 128;
  return knows || lucky ? (input.includes('fine') ? 'good' : 'bad') : 'unsure';
}

function completionOf(content: string): object {
  return {
    choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }],
    usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
    trainyard: { cached: false, cost_usd: 0 },
  };
}

/** A door to a made-up language model, and a library that numbers the versions of a prompt. */
export async function startTinyLanguage(): Promise<TinyLanguage> {
  const versions = new Map<string, number>();
  const server = createServer((request, response) => {
    const send = (status: number, body: object): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    const serve = async (): Promise<void> => {
      const body = await bodyOf(request);
      const path = request.url ?? '';
      if (request.headers.authorization !== `Bearer ${key}`) return send(401, { error: { message: 'a wrong key' } });
      if (path === '/v1/chat/completions') return send(200, completionOf(answerTo(body)));
      if (/^\/api\/v1\/prompts\/[^/]+\/versions$/.test(path)) {
        const version = versions.get(body) ?? versions.size + 2;
        versions.set(body, version);
        return send(201, { version });
      }
      if (path.startsWith('/api/v1/language-calls/usage')) return send(200, { items: [] });
      return send(404, { detail: 'There is nothing here.' });
    };
    serve().catch((error: unknown) => send(500, { detail: String(error) }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  const model: LanguageChoice = {
    name: 'tiny',
    provider: 'conformance',
    model: 'tiny-1',
    temperature: 0,
    max_tokens: 16,
    top_p: null,
    top_k: null,
  };
  return {
    language: { url: `http://127.0.0.1:${address.port}`, key, models: { primary: model, optimizer: model } },
    prompt: {
      name: 'conformance',
      version: 1,
      hash: '',
      system: 'Judge the sentence.',
      output: '',
      examples: [],
    },
    async [Symbol.asyncDispose]() {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}
