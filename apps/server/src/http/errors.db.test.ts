import { connect } from 'node:net';
import { problem } from '@trainyard/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestServer, testServer } from '../server.fixture.ts';

let server: TestServer;
beforeAll(async () => {
  server = await testServer({ bodyLimitBytes: 4096 });
});
afterAll(() => server.end());

interface Ask {
  method?: string;
  path: string;
  body?: string;
  type?: string | null;
}

async function refused({ method = 'GET', path, body, type = 'application/json' }: Ask) {
  const response = await fetch(`${server.url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${server.localKey}`,
      ...(body === undefined || type === null ? {} : { 'content-type': type }),
    },
    ...(body === undefined ? {} : { body }),
  });
  expect(response.headers.get('content-type')).toContain('application/problem+json');
  expect(response.headers.get('x-request-id')).not.toBeNull();
  const read = problem.parse(await response.json());
  expect(read.status).toBe(response.status);
  return { response, problem: read };
}

const nobody = '0190c0de-0000-7000-8000-00000000dead';

describe('every refusal is a problem of the catalogue', () => {
  it.each<[string, Ask, number, string]>([
    ['malformed JSON', { method: 'POST', path: '/api/v1/runs', body: '{"trainer": ' }, 400, 'body-malformed'],
    ['an empty JSON body', { method: 'POST', path: '/api/v1/runs', body: '' }, 400, 'body-malformed'],
    ['a huge body', { method: 'POST', path: '/api/v1/runs', body: `"${'x'.repeat(5000)}"` }, 413, 'body-too-large'],
    [
      'another type of body',
      { method: 'POST', path: '/api/v1/runs', body: '<a/>', type: 'text/xml' },
      415,
      'body-type-unsupported',
    ],
    ['an upload that is none', { method: 'POST', path: '/api/v1/datasets', body: '{}' }, 415, 'body-type-unsupported'],
    ['a path that is nowhere', { path: '/api/v1/nothing' }, 404, 'not-found'],
    ['a wrong method', { method: 'DELETE', path: '/api/v1/runs' }, 405, 'method-not-allowed'],
    ['an unknown run', { path: `/api/v1/runs/${nobody}` }, 404, 'run-not-found'],
    ['an unknown run by number', { path: '/api/v1/runs/4711' }, 404, 'run-not-found'],
    ['an id that is none', { path: '/api/v1/runs/abc' }, 400, 'query-invalid'],
    ['an unknown trainer', { path: '/api/v1/trainers/signal-labb' }, 404, 'trainer-not-found'],
    ['an unknown data set', { path: '/api/v1/datasets/nothing' }, 404, 'dataset-not-found'],
    ['an unknown experiment', { path: '/api/v1/experiments/999' }, 404, 'experiment-not-found'],
    ['a limit that is too high', { path: '/api/v1/runs?limit=5000' }, 400, 'query-invalid'],
    ['a sort that is none', { path: '/api/v1/runs?sort=colour' }, 400, 'query-invalid'],
    ['a cursor that is none', { path: '/api/v1/runs?cursor=xx' }, 400, 'query-invalid'],
    ['a topic that is none', { path: '/api/v1/events?topics=weather' }, 400, 'query-invalid'],
    ['a topic of no run', { path: '/api/v1/events?topics=run:4711' }, 404, 'run-not-found'],
    ['a worker that is none', { path: '/api/v1/workers/abc/samples' }, 404, 'worker-not-found'],
    [
      'a key in the body that is none',
      { method: 'PATCH', path: '/api/v1/runs/1', body: '{"colour":1}' },
      400,
      'query-invalid',
    ],
    ['a broken escape in the path', { path: '/api/v1/runs/%E0%A4%A' }, 400, 'query-invalid'],
  ])('%s', async (_what, ask, status, code) => {
    const { problem: read } = await refused(ask);
    expect([read.status, read.code]).toEqual([status, code]);
    expect(read.detail).not.toMatch(/\{\w+\}/);
    expect(read.hint).not.toBe('');
  });

  it('lists every problem of a body at once, with its path', async () => {
    const body = JSON.stringify({ trainer: 'script', priority: 'urgent', seed: -1, colour: 'red' });
    const { problem: read } = await refused({ method: 'POST', path: '/api/v1/runs', body });
    expect(read.issues.map((issue) => issue.path).sort()).toEqual(['', 'priority', 'seed']);
    expect(read.issues.find((issue) => issue.path === '')?.message).toBe('unknown key "colour"');
  });

  it('names the nearest trainer and the methods that are possible', async () => {
    const near = await refused({ path: '/api/v1/trainers/signal-labb' });
    expect(near.problem.detail).toContain('signal-lab');
    const method = await refused({ method: 'DELETE', path: '/api/v1/runs' });
    expect(method.response.headers.get('allow')).toBe('POST, GET');
    expect(method.problem.allowed).toEqual(['POST', 'GET']);
  });

  it('junk instead of HTTP ends that connection and nothing else', async () => {
    const { port } = new URL(server.url);
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(Number(port), '127.0.0.1', () => socket.write('\x00\x01junk\r\n\r\n'));
      let text = '';
      socket.on('data', (chunk) => {
        text += chunk;
      });
      socket.on('close', () => resolve(text));
    });
    expect(answer).toContain('400');
    expect(await server.client.call('health')).toMatchObject({ status: 'ok' });
  });

  it('an error of ours tells an id and keeps its innards', async () => {
    const broken = await testServer();
    try {
      await broken.database.store.query('ALTER TABLE experiment RENAME TO experiment_gone');
      const response = await fetch(`${broken.url}/api/v1/experiments`, {
        headers: { authorization: `Bearer ${broken.localKey}` },
      });
      const text = await response.text();
      expect(response.status).toBe(500);
      expect(text).not.toContain('experiment_gone');
      expect(text).not.toMatch(/relation|SELECT/);
      expect(problem.parse(JSON.parse(text))).toMatchObject({
        code: 'internal',
        request_id: response.headers.get('x-request-id'),
      });
    } finally {
      await broken.end();
    }
  });
});
