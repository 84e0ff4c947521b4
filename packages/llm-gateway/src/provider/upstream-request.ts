import http, { type IncomingMessage, type RequestOptions } from 'node:http';
import https from 'node:https';

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

interface Outgoing {
  method: string;
  headers: Record<string, string>;
  body: Buffer | null;
  signal: AbortSignal | null;
}

/** Sends a request on a connection that is kept, and answers with the head of what came back. No redirects. */
export function sendUpstream(
  to: RequestOptions,
  { method, headers, body, signal }: Outgoing,
): Promise<{ answer: IncomingMessage; status: number }> {
  return new Promise((resolve, reject) => {
    const { protocol, hostname, port, path, auth } = to;
    if (protocol !== 'http:' && protocol !== 'https:') throw new Unsendable(`${protocol} is no address to call`);
    const request = (protocol === 'http:' ? http : https).request({
      protocol,
      hostname,
      port,
      path,
      auth,
      agent: agents[protocol],
      method,
      headers: {
        'accept-encoding': 'identity',
        ...headers,
        ...(body === null ? {} : { 'content-length': body.length }),
      },
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
    const stop = (): void => void request.destroy(signal?.reason);
    // By hand: Node's own way takes a quarter of what the request does.
    signal?.addEventListener('abort', stop, { once: true });
    request.once('close', () => signal?.removeEventListener('abort', stop));
    request.on('error', reject);
    if (signal?.aborted === true) stop();
    request.once('response', (answer) => {
      const status = answer.statusCode ?? 0;
      if (status < 300 || status >= 400) return resolve({ answer, status });
      answer.destroy();
      // It would carry the key to wherever it points.
      reject(new Error('an unexpected redirect'));
    });
    request.end(body);
  });
}

/** By its events: an iterator costs more than all else of a short answer. */
export function wholeOf(answer: IncomingMessage): Promise<Buffer<ArrayBuffer>> {
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

/** As `wholeOf`, part by part. */
export async function* partsOf(answer: IncomingMessage): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const part of answer as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > mostAnswerBytes) throw new AnswerTooLarge();
    yield part;
  }
}
