import { type Route, routes } from '@trainyard/contracts/routes';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestServer, testServer } from '../server.fixture.ts';

let server: TestServer;
beforeAll(async () => {
  server = await testServer();
});
afterAll(() => server.end());

async function ask(method: string, path: string, body?: string): Promise<number> {
  const response = await fetch(`${server.url}${path}`, {
    method,
    redirect: 'manual',
    headers: {
      authorization: `Bearer ${server.localKey}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body }),
  });
  await response.body?.cancel();
  return response.status;
}

describe('hostile input is refused, never an error of ours', () => {
  const nest = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
  const listed = (n: number) => `[${'1,'.repeat(n)}1]`;

  it.each([
    ['a configuration nested deep', `{"trainer":"script","config":${nest(50_000)}}`],
    ['keys of the prototype', '{"trainer":"script","config":{"command":["true"],"__proto__":{"admin":true}}}'],
    [
      'constructor keys',
      '{"trainer":"script","config":{"command":["true"],"constructor":{"prototype":{"admin":true}}}}',
    ],
    ['a list for an object', `{"trainer":"script","config":${listed(1000)}}`],
    [
      'NUL in names',
      '{"trainer":"script","name":"a\\u0000b","config":{"command":["a\\u0000b"]},"tags":{"\\u0000":"\\u0000"}}',
    ],
    ['half a surrogate', '{"trainer":"script","name":"\\ud800","config":{"command":["\\ud800"]}}'],
    ['a number beyond all', '{"trainer":"script","seed":1e400,"config":{}}'],
    ['a trainer that is a path', '{"trainer":"../../etc/passwd","config":{}}'],
    ['a data set that is a path', '{"trainer":"signal-cnn","dataset":"../../etc/passwd","config":{}}'],
    ['an upload that is a path', '{"trainer":"dataset-import","upload":"../../keys","config":{"name":"x"}}'],
  ])('%s', async (_what, body) => {
    const status = await ask('POST', '/api/v1/runs', body);
    expect(status === 201 || (status >= 400 && status < 500)).toBe(true);
  });

  const table = Object.entries(routes as Record<string, Route>).filter(([id]) => id !== 'streamEvents');
  const odd = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.constantFrom(
      '\0',
      '%',
      '..',
      '../..',
      '-1',
      '0',
      '1e9',
      'NaN',
      '99999999999999999999',
      "'; DROP TABLE run; --",
      'a'.repeat(3000),
    ),
  );

  it('whatever stands in paths, queries and bodies', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...table),
        odd,
        odd,
        fc.json({ maxDepth: 3 }),
        async ([id, route], inPath, inQuery, body) => {
          const encoded = encodeURIComponent(inPath.toWellFormed());
          const path = route.path.replace(/:\w+|\*/g, encoded || 'x');
          const text = encodeURIComponent(inQuery.toWellFormed());
          const query = ['q', 'filter', 'sort', 'limit', 'cursor', 'from', 'key', 'kinds', 'level', 'minutes'].map(
            (name) => `${name}=${text}`,
          );
          const status = await ask(
            route.method,
            `${path}?${query.join('&')}`,
            route.body === undefined ? undefined : body,
          );
          expect([id, status]).toSatisfy(([, code]: [string, number]) => code < 500);
        },
      ),
      { numRuns: 400 },
    );
  }, 60_000);
});
