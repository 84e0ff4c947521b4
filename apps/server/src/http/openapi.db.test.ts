import { type Route, routes } from '@trainyard/contracts/routes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type TestServer, testServer } from '../server.fixture.ts';

let server: TestServer;
beforeAll(async () => {
  server = await testServer();
});
afterAll(() => server.end());

const operation = z.looseObject({
  operationId: z.string(),
  summary: z.string().min(1),
  parameters: z.array(z.looseObject({ name: z.string(), in: z.string() })).default([]),
  responses: z.record(z.string(), z.looseObject({ description: z.string() })),
});
const document = z.looseObject({
  openapi: z.string(),
  paths: z.record(z.string(), z.record(z.string(), operation)),
  components: z.looseObject({ schemas: z.record(z.string(), z.unknown()) }),
});

function refsIn(value: unknown, found: string[] = []): string[] {
  if (Array.isArray(value)) for (const one of value) refsIn(one, found);
  else if (typeof value === 'object' && value !== null) {
    for (const [key, one] of Object.entries(value)) {
      if (key === '$ref' && typeof one === 'string') found.push(one);
      else refsIn(one, found);
    }
  }
  return found;
}

describe('the OpenAPI document', () => {
  it('covers the route table, and every reference in it leads somewhere', async () => {
    const answer = await fetch(`${server.url}/api/openapi.json`);
    expect(answer.headers.get('content-encoding')).toBe('gzip');
    const raw: unknown = await answer.json();
    const read = document.parse(raw);
    expect(read.openapi).toBe('3.1.0');
    const operations = Object.entries(read.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, one]) => ({ path, method, ...one })),
    );
    const table = Object.entries(routes as Record<string, Route>);
    expect(operations.map((one) => one.operationId).sort()).toEqual(table.map(([id]) => id).sort());
    for (const [id, route] of table) {
      const one = operations.find((each) => each.operationId === id);
      expect([id, one?.method.toUpperCase()]).toEqual([id, route.method]);
      for (const status of Object.keys(route.responses))
        expect([id, one?.responses[status] !== undefined]).toEqual([id, true]);
      const named = [...(one?.path ?? '').matchAll(/\{([^}]+)\}/g)].map((match) => match[1]);
      const declared = one?.parameters
        .filter((parameter) => parameter.in === 'path')
        .map((parameter) => parameter.name);
      expect([id, declared]).toEqual([id, named]);
    }
    const known = new Set(Object.keys(read.components.schemas).map((name) => `#/components/schemas/${name}`));
    expect(refsIn(raw).filter((ref) => !known.has(ref))).toEqual([]);
    const used = new Set(refsIn(raw));
    expect([...known].filter((ref) => !used.has(ref))).toEqual([]);
  });

  it('is readable at /api/docs without another host', async () => {
    const page = await fetch(`${server.url}/api/docs/`);
    const text = await page.text();
    expect(page.status).toBe(200);
    expect(text).toContain('swagger-ui');
    expect(text).not.toMatch(/(src|href)="https?:/);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'self'");
  });
});
