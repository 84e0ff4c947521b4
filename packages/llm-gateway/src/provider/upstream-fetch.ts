import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { urlToHttpOptions } from 'node:url';
import { partsOf, sendUpstream, wholeOf } from './upstream-request.ts';

function headersOf(answer: IncomingMessage): [string, string][] {
  return Object.entries(answer.headers).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
  );
}

async function responseOf(answer: IncomingMessage, status: number): Promise<Response> {
  const init = { status, statusText: answer.statusMessage ?? '', headers: headersOf(answer) };
  if (status === 204) {
    answer.resume();
    return new Response(null, init);
  }
  const streams = answer.headers['content-type']?.startsWith('text/event-stream') === true;
  if (!streams) return new Response(await wholeOf(answer), init);
  return new Response(Readable.toWeb(Readable.from(partsOf(answer))) as ReadableStream<Uint8Array>, init);
}

/**
 * What the libraries of the providers fetch with: no redirects, answers of bounded size, and less of the processor than the built-in
 * one takes.
 */
export const upstreamFetch: typeof fetch = async (input, init = {}) => {
  const { answer, status } = await sendUpstream(
    urlToHttpOptions(new URL(input instanceof Request ? input.url : input)),
    {
      method: init.method ?? 'GET',
      headers: Object.fromEntries(new Headers(init.headers)),
      body: typeof init.body === 'string' ? Buffer.from(init.body) : null,
      signal: init.signal ?? null,
    },
  );
  return responseOf(answer, status);
};
