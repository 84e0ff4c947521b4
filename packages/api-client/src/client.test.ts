import { describe, expect, it } from 'vitest';
import { ApiError } from './api-error.ts';
import { createClient, pathOf } from './client.ts';
import { multipartBody } from './upload.ts';

function answering(status: number, body: unknown, type = 'application/json') {
  const calls: { url: string; init: RequestInit }[] = [];
  const fake: typeof fetch = async (url, init) => {
    calls.push({ url: String(url), init: init ?? {} });
    return new Response(typeof body === 'string' ? body : JSON.stringify(body), {
      status,
      headers: { 'content-type': type },
    });
  };
  return { fake, calls };
}

describe('the client', () => {
  it('fills parameters and query into the path of the route table', async () => {
    const { fake, calls } = answering(200, { items: [] });
    const client = createClient({ url: 'http://here:1/', key: 'k', fetch: fake });
    const answer = await client.call('getSeries', { params: { id: '47' }, query: { key: ['a/b', 'c'], buckets: 10 } });
    expect(answer.items).toEqual([]);
    expect(calls[0]?.url).toBe('http://here:1/api/v1/runs/47/metrics/series?key=a%2Fb&key=c&buckets=10');
    expect(calls[0]?.init.headers).toMatchObject({ authorization: 'Bearer k' });
  });

  it('keeps the slashes of a file path and encodes the rest', () => {
    expect(pathOf('/runs/:id/files/*', { id: 'a b', '*': 'x/y z?.txt' }, undefined)).toBe(
      '/runs/a%20b/files/x/y%20z%3F.txt',
    );
  });

  it('turns problem details into an error with code, hint, issues and allowed moves', async () => {
    const { fake } = answering(409, {
      type: 'about:blank',
      title: 'x',
      status: 409,
      code: 'move-not-allowed',
      detail: 'Run 4 is paused.',
      hint: 'See.',
      issues: [],
      allowed: ['resume'],
      request_id: 'r1',
    });
    const failed = createClient({ url: 'http://here', fetch: fake }).call('pauseRun', { params: { id: '4' } });
    await expect(failed).rejects.toMatchObject({
      code: 'move-not-allowed',
      status: 409,
      allowed: ['resume'],
      requestId: 'r1',
    });
  });

  it('says what came where the answer is not from this product', async () => {
    const { fake } = answering(502, '<html>bad gateway</html>', 'text/html');
    await expect(createClient({ url: 'http://here', fetch: fake }).call('health')).rejects.toMatchObject({
      code: 'unexpected-answer',
      status: 502,
    });
  });

  it('says that no server answers where the connection is refused', async () => {
    const refused: typeof fetch = async () => {
      throw new TypeError('fetch failed');
    };
    const failed = createClient({ url: 'http://here', fetch: refused }).call('me');
    await expect(failed).rejects.toBeInstanceOf(ApiError);
    await expect(failed).rejects.toMatchObject({ code: 'server-unreachable', status: 0 });
    await expect(createClient({ url: '', fetch: refused }).call('me')).rejects.toMatchObject({
      detail: 'The server does not answer.',
      hint: 'Start it with: npm start.',
    });
  });
});

describe('an upload', () => {
  it('is a multipart body whose files keep their paths and bytes', async () => {
    const { boundary, stream } = multipartBody({
      name: 'demo',
      config: { kind: 'signals' },
      files: [
        { path: 'a/b.bin', file: new Uint8Array([1, 2, 255]) },
        { path: 'c.txt', file: new Blob(['hello']) },
      ],
    });
    const form = await new Response(stream, {
      headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
    }).formData();
    const files = form.getAll('files').filter((entry) => entry instanceof File);
    expect(form.get('name')).toBe('demo');
    expect(form.get('config')).toBe('{"kind":"signals"}');
    expect(files.map((file) => file.name)).toEqual(['a/b.bin', 'c.txt']);
    expect([...new Uint8Array(await (files[0]?.arrayBuffer() ?? new ArrayBuffer(0)))]).toEqual([1, 2, 255]);
    expect(await files[1]?.text()).toBe('hello');
  });
});
