import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { Readable } from 'node:stream';

/** More than any model answers; a server that goes on for ever must not fill the memory. */
export const mostAnswerBytes = 64 * 1024 * 1024;
const connectMs = 10_000;
/** Sooner than servers close connections that nobody uses: a call on one that is being closed would be lost. */
const idleMs = 4000;

const agents = {
  'http:': new http.Agent({ keepAlive: true, timeout: idleMs }),
  'https:': new https.Agent({ keepAlive: true, timeout: idleMs }),
};

/** The provider answered with more than anybody can want. */
export class AnswerTooLarge extends Error {
  constructor() {
    super(`its answer is larger than ${mostAnswerBytes / 1024 / 1024} MiB`);
  }
}

/** Not an address to which a question can be sent. */
export class Unsendable extends Error {}

function codedError(message: string, code: string): Error {
  return Object.assign(new Error(message), { code });
}

async function* limited(answer: IncomingMessage): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const part of answer as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > mostAnswerBytes) throw new AnswerTooLarge();
    yield part;
  }
}

/** By its events: an iterator costs more than all else of a short answer. */
function wholeOf(answer: IncomingMessage): Promise<Buffer<ArrayBuffer>> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let bytes = 0;
    answer.on('data', (part: Buffer) => {
      bytes += part.length;
      parts.push(part);
      if (bytes > mostAnswerBytes) answer.destroy(new AnswerTooLarge());
    });
    answer.once('end', () => resolve(Buffer.concat(parts)));
    answer.on('error', reject);
  });
}

function headersOf(answer: IncomingMessage): [string, string][] {
  return Object.entries(answer.headers).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
  );
}

async function responseOf(answer: IncomingMessage): Promise<Response> {
  const status = answer.statusCode ?? 0;
  const init = { status, statusText: answer.statusMessage ?? '', headers: headersOf(answer) };
  if (status >= 300 && status < 400) {
    answer.destroy();
    // It would carry the key to wherever it points.
    throw new Error('an unexpected redirect');
  }
  if (status === 204) {
    answer.resume();
    return new Response(null, init);
  }
  const streams = answer.headers['content-type']?.startsWith('text/event-stream') === true;
  if (!streams) return new Response(await wholeOf(answer), init);
  return new Response(Readable.toWeb(Readable.from(limited(answer))) as ReadableStream<Uint8Array>, init);
}

/**
 * What the libraries of the providers fetch with: no redirects, answers of bounded size, and less of the processor than the built-in
 * one takes.
 */
export const upstreamFetch: typeof fetch = (input, init = {}) =>
  new Promise((resolve, reject) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const { protocol } = url;
    if (protocol !== 'http:' && protocol !== 'https:') throw new Unsendable(`${protocol} is no address to call`);
    const { headers } = init;
    const given = headers instanceof Headers || Array.isArray(headers) ? Object.fromEntries(headers) : headers;
    const body = typeof init.body === 'string' ? Buffer.from(init.body) : null;
    const request = (protocol === 'http:' ? http : https).request(url, {
      agent: agents[protocol],
      method: init.method ?? 'GET',
      headers: {
        'accept-encoding': 'identity',
        ...given,
        ...(body === null ? {} : { 'content-length': body.length }),
      },
      ...(init.signal == null ? {} : { signal: init.signal }),
    });
    request.once('socket', (socket) => {
      if (!socket.connecting) return;
      const limit = setTimeout(
        () => request.destroy(codedError('no connection in time', 'CONNECT_TIMEOUT')),
        connectMs,
      );
      const over = (): void => clearTimeout(limit);
      socket.once('connect', over).once('close', over);
    });
    request.on('error', reject);
    request.once('response', (answer) => responseOf(answer).then(resolve, reject));
    request.end(body);
  });
