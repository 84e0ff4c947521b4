import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { Account } from './account.ts';

/** What a provider says next: a body, or the events of a stream. */
export interface Said {
  status?: number;
  headers?: Record<string, string>;
  json?: unknown;
  events?: readonly { name?: string; data: unknown }[];
  /** Bytes as they are, so many times. */
  raw?: { part: string; times: number };
}

export interface Heard {
  url: string;
  headers: IncomingHttpHeaders;
  body: Record<string, unknown>;
}

/** A local server that says on HTTP what a provider's documentation says that it does, and keeps what it was asked. */
export class SpokenWire implements AsyncDisposable {
  readonly heard: Heard[] = [];
  next: Said = {};
  #url = '';
  readonly #server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const body = JSON.parse(Buffer.concat(parts).toString() || '{}');
    this.heard.push({ url: request.url ?? '', headers: request.headers, body });
    const { status = 200, headers = {}, json, events, raw } = this.next;
    const type = events === undefined ? 'application/json' : 'text/event-stream';
    response.writeHead(status, { 'content-type': type, ...headers });
    for (const { name, data } of events ?? []) {
      response.write(`${name === undefined ? '' : `event: ${name}\n`}data: ${JSON.stringify(data)}\n\n`);
    }
    for (let i = 0; raw !== undefined && i < raw.times && !response.destroyed; i += 1) {
      await new Promise((resolve) => response.write(raw.part, resolve));
    }
    response.end(json === undefined ? undefined : JSON.stringify(json));
  });

  static async open(): Promise<SpokenWire> {
    const wire = new SpokenWire();
    await new Promise<void>((resolve) => wire.#server.listen(0, '127.0.0.1', resolve));
    const address = wire.#server.address();
    if (address === null || typeof address === 'string') throw new Error('no port was given');
    wire.#url = `http://127.0.0.1:${address.port}`;
    return wire;
  }

  account(kind: Account['kind'], path: string, key = 'key-0123456789'): Account {
    return {
      id: kind,
      name: kind,
      kind,
      baseUrl: this.#url + path,
      project: null,
      location: null,
      key,
      maxConcurrent: 1,
      maxPerMinute: null,
      timeoutMs: 5000,
      retries: 0,
    };
  }

  last(): Heard {
    const heard = this.heard.at(-1);
    if (heard === undefined) throw new Error('it was not asked');
    return heard;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
