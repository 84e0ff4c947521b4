import type { IncomingHttpHeaders } from 'node:http';
import { urlToHttpOptions } from 'node:url';
import { APICallError } from '@ai-sdk/provider';
import { toldErrorIn } from '../call/told-error.ts';
import { sendUpstream, wholeOf } from './upstream-request.ts';

/** Sends a body and answers with what came back for it, parsed. Throws APICallError, as the libraries do. */
type JsonDoor = (body: Buffer, signal: AbortSignal) => Promise<unknown>;

function plainHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}

/** An address that takes JSON and answers with JSON; what its calls have in common is worked out once. */
export function jsonDoor(url: string, key: string | null): JsonDoor {
  const to = urlToHttpOptions(new URL(url));
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'trainyard',
    ...(key === null ? {} : { authorization: `Bearer ${key}` }),
  };
  return async (body, signal) => {
    const { answer, status } = await sendUpstream(to, { method: 'POST', headers, body, signal });
    const text = (await wholeOf(answer)).toString();
    if (status >= 200 && status < 300) return JSON.parse(text);
    throw new APICallError({
      message: toldErrorIn(text)?.words ?? answer.statusMessage ?? '',
      url,
      requestBodyValues: null,
      statusCode: status,
      responseHeaders: plainHeaders(answer.headers),
      responseBody: text,
    });
  };
}
