import type { AnswerOf, GivenBody, GivenParams, GivenQuery, RouteId } from '@trainyard/contracts/routes';
import { errorOf, unreachable } from './api-error.ts';
import { type EventsOptions, type StreamedEvent, streamEvents } from './events.ts';
import { paths } from './paths.ts';
import { type DatasetUpload, multipartBody } from './upload.ts';

export interface ClientOptions {
  /** The server's address; empty in a browser, where it is the page's own. */
  url: string;
  /** A key for programs; browsers send their session cookie. */
  key?: string | undefined;
  fetch?: typeof fetch | undefined;
}

type Part<N extends string, T> = [T] extends [undefined]
  ? { [P in N]?: undefined }
  : Record<string, never> extends T
    ? { [P in N]?: T }
    : { [P in N]: T };
export type CallInput<K extends RouteId> = Part<'params', GivenParams<K>> &
  Part<'query', GivenQuery<K>> &
  Part<'body', GivenBody<K>> & { idempotencyKey?: string | undefined; signal?: AbortSignal | undefined };
type NeedsNothing<K extends RouteId> = Record<string, never> extends CallInput<K> ? true : false;
type CallArguments<K extends RouteId> =
  NeedsNothing<K> extends true ? [route: K, input?: CallInput<K>] : [route: K, input: CallInput<K>];

export interface Client {
  readonly url: string;
  /** One route of the table, typed by it. Throws ApiError. */
  call<K extends RouteId>(...args: CallArguments<K>): Promise<AnswerOf<K>>;
  /** Events of topics (`run:47`, `runs`) from a cursor on, over reconnects, without gap or repeat. */
  events(options: EventsOptions): AsyncGenerator<StreamedEvent, void, undefined>;
  /** Streams files from disk or memory; answers with the import's run. */
  uploadDataset(upload: DatasetUpload): Promise<AnswerOf<'createDataset'>>;
  /** One signal from a file, by a registered model or by the model of a run. */
  classifyFile(asked: FileToClassify): Promise<AnswerOf<'classifyByModel'>>;
  /** Any path of the API as bytes: files, logs.txt, history.json, config.yaml. */
  download(path: string, init?: { range?: string | undefined; signal?: AbortSignal | undefined }): Promise<Response>;
}

export interface FileToClassify {
  by: { model: string } | { run: string };
  file: Blob;
  name: string;
  /** Where the file does not tell it. */
  rateHz?: number | undefined;
  /** Turns of the shaft a second, where the model needs them. */
  speedHz?: number | undefined;
  signal?: AbortSignal | undefined;
}

interface LooseInput {
  params?: object | undefined;
  query?: object | undefined;
  body?: unknown;
  idempotencyKey?: string | undefined;
  signal?: AbortSignal | undefined;
}

/** `/runs/:id/files/*` with its parameters filled in and a query string behind it. */
export function pathOf(path: string, params: object | undefined, query: object | undefined): string {
  const values = new Map(Object.entries(params ?? {}));
  const filled = path.replace(/:(\w+)|\*/g, (_, name: string | undefined) => {
    const value = String(values.get(name ?? '*') ?? '');
    return name === undefined ? value.split('/').map(encodeURIComponent).join('/') : encodeURIComponent(value);
  });
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null) search.append(name, String(one));
    }
  }
  const text = search.toString();
  return text === '' ? filled : `${filled}?${text}`;
}

export function createClient(options: ClientOptions): Client {
  const url = options.url.replace(/\/+$/, '');
  const doFetch = options.fetch ?? fetch;
  const authorization: Record<string, string> =
    options.key === undefined ? {} : { authorization: `Bearer ${options.key}` };

  async function request(path: string, init: RequestInit): Promise<Response> {
    let response: Response;
    try {
      response = await doFetch(`${url}${path}`, { redirect: 'manual', ...init });
    } catch (cause) {
      if (init.signal?.aborted) throw cause;
      throw unreachable(url, cause);
    }
    if (response.status >= 400) throw await errorOf(response);
    return response;
  }

  async function json<K extends RouteId>(response: Response): Promise<AnswerOf<K>> {
    const isJson = response.headers.get('content-type')?.includes('json') === true;
    // The server validates its answers against the same table, so the type is what came.
    return (isJson ? await response.json() : undefined) as AnswerOf<K>;
  }

  return {
    url,
    async call<K extends RouteId>(...args: CallArguments<K>): Promise<AnswerOf<K>> {
      // The signature has checked what each route needs; in here only its three parts matter.
      const [route, given = {}] = args as [route: K, input?: LooseInput];
      const [method, path] = paths[route];
      const headers: Record<string, string> = { ...authorization, accept: 'application/json' };
      if (given.body !== undefined) headers['content-type'] = 'application/json';
      if (given.idempotencyKey !== undefined) headers['idempotency-key'] = given.idempotencyKey;
      const response = await request(pathOf(path, given.params, given.query), {
        method,
        headers,
        ...(given.body === undefined ? {} : { body: JSON.stringify(given.body) }),
        ...(given.signal === undefined ? {} : { signal: given.signal }),
      });
      return json<K>(response);
    },
    events(eventsOptions) {
      return streamEvents({ url, headers: authorization, fetch: doFetch }, eventsOptions);
    },
    async uploadDataset(upload) {
      const [method, path] = paths.createDataset;
      const { boundary, stream } = multipartBody(upload);
      // Streamed bodies need `duplex`, which lib.dom does not know yet.
      const streaming: RequestInit & { duplex: 'half' } = {
        method,
        headers: { ...authorization, 'content-type': `multipart/form-data; boundary=${boundary}` },
        body: stream,
        duplex: 'half',
        ...(upload.signal === undefined ? {} : { signal: upload.signal }),
      };
      return json<'createDataset'>(await request(path, streaming));
    },
    async classifyFile({ by, file, name, rateHz, speedHz, signal }) {
      const form = new FormData();
      if (rateHz !== undefined) form.append('rate_hz', String(rateHz));
      if (speedHz !== undefined) form.append('speed_hz', String(speedHz));
      form.append('file', file, name);
      const path =
        'model' in by
          ? pathOf(paths.classifyByModel[1], { ref: by.model }, undefined)
          : pathOf(paths.classifyByRun[1], { id: by.run }, undefined);
      const init = { method: 'POST', headers: authorization, body: form, ...(signal === undefined ? {} : { signal }) };
      return json<'classifyByModel'>(await request(path, init));
    },
    download(path, init = {}) {
      const headers = init.range === undefined ? authorization : { ...authorization, range: init.range };
      return request(path, { headers, ...(init.signal === undefined ? {} : { signal: init.signal }) });
    },
  };
}
