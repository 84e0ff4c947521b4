// OpenAI's chat API over the small model: `node serve.mjs [--port 4650]`. One answer at a time, on one processor core.
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { parseArgs } from 'node:util';
import { weights } from './install.mjs';
import { openModel, TooLong } from './model.mjs';

const name = 'smollm2-135m';
const mostBytes = 1_000_000;
const { values } = parseArgs({ options: { port: { type: 'string', default: '4650' } } });
const model = await openModel(weights);

class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

async function bodyOf(request) {
  let text = '';
  request.setEncoding('utf8');
  for await (const piece of request) {
    text += piece;
    if (text.length > mostBytes) throw new Refused(413, `a question has at most ${mostBytes} characters`);
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new Refused(400, 'the body is not JSON');
  }
}

function questionOf(body, signal) {
  if (body?.model !== name) throw new Refused(404, `there is no model ${body?.model}; there is ${name}`);
  const turns = Array.isArray(body.messages) ? body.messages : [];
  const plain = turns.every(
    (turn) => typeof turn?.content === 'string' && ['system', 'user', 'assistant'].includes(turn.role),
  );
  if (turns.length === 0 || !plain)
    throw new Refused(400, 'messages must be turns of text by system, user or assistant');
  const maxTokens = body.max_completion_tokens ?? body.max_tokens ?? 256;
  if (!Number.isInteger(maxTokens) || maxTokens < 1)
    throw new Refused(400, 'max_tokens must be a whole number from 1 on');
  return {
    turns,
    maxTokens,
    temperature: Number(body.temperature ?? 0),
    topP: body.top_p ?? 1,
    topK: body.top_k ?? 40,
    seed: body.seed ?? 0,
    signal,
  };
}

const usageOf = ({ input, output }) => ({
  prompt_tokens: input,
  completion_tokens: output,
  total_tokens: input + output,
});

async function chat(request, response) {
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  const body = await bodyOf(request);
  const question = questionOf(body, gone.signal);
  const frame = { id: `chatcmpl-${randomUUID()}`, created: Math.floor(Date.now() / 1000), model: name };
  const event = (data) =>
    response.write(`data: ${JSON.stringify({ ...frame, object: 'chat.completion.chunk', ...data })}\n\n`);
  let text = '';
  for await (const piece of model.answer(question)) {
    if (piece.finish === undefined) {
      text += piece.text;
      if (body.stream !== true) continue;
      if (!response.headersSent) response.writeHead(200, { 'content-type': 'text/event-stream' });
      event({ choices: [{ index: 0, delta: { role: 'assistant', content: piece.text }, finish_reason: null }] });
    } else if (body.stream === true) {
      if (!response.headersSent) response.writeHead(200, { 'content-type': 'text/event-stream' });
      event({ choices: [{ index: 0, delta: {}, finish_reason: piece.finish }] });
      if (body.stream_options?.include_usage === true) event({ choices: [], usage: usageOf(piece) });
      response.end('data: [DONE]\n\n');
    } else {
      const choice = { index: 0, message: { role: 'assistant', content: text }, finish_reason: piece.finish };
      send(response, 200, { ...frame, object: 'chat.completion', choices: [choice], usage: usageOf(piece) });
    }
  }
}

function send(response, status, data) {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(data));
}

const server = createServer((request, response) => {
  const path = new URL(request.url ?? '/', 'http://localhost').pathname;
  const answered =
    request.method === 'POST' && path === '/v1/chat/completions'
      ? chat(request, response)
      : Promise.resolve(
          request.method === 'GET' && path === '/v1/models'
            ? send(response, 200, { object: 'list', data: [{ id: name, object: 'model', owned_by: 'HuggingFaceTB' }] })
            : send(response, 404, { error: { message: `there is no ${request.method} ${path}` } }),
        );
  answered.catch((error) => {
    const status = error instanceof Refused ? error.status : error instanceof TooLong ? 400 : 500;
    if (response.headersSent) response.destroy();
    else
      send(response, status, {
        error: { message: error.message, type: status === 500 ? 'server_error' : 'invalid_request_error' },
      });
  });
});
server.on('error', (error) => {
  process.stderr.write(
    error.code === 'EADDRINUSE' ? `Port ${values.port} is taken; choose another with --port.\n` : `${error.message}\n`,
  );
  process.exit(1);
});
server.listen(Number(values.port), '127.0.0.1', () => {
  process.stdout.write(`${name} answers at http://127.0.0.1:${values.port}/v1\n`);
});
