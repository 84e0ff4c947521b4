import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createClient } from '@trainyard/api-client';
import { type Route, routes } from '@trainyard/contracts/routes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cookieName } from '../auth/caller.ts';
import { type TestServer, testServer } from '../server.fixture.ts';

let server: TestServer;
const keys: Record<'viewer' | 'member' | 'admin', string> = { viewer: '', member: '', admin: '' };
beforeAll(async () => {
  server = await testServer();
  for (const role of ['viewer', 'member', 'admin'] as const) keys[role] = await server.keyFor(role);
});
afterAll(() => server.end());

const rank = { anyone: 0, viewer: 1, member: 2, admin: 3 };
const nobody = '0190c0de-0000-7000-8000-00000000dead';

function pathOf(route: Route): string {
  return route.path.replace(':id', nobody).replace(':worker', nobody).replace('*', 'a.txt').replace(/:\w+/g, 'nothing');
}

async function ask(route: Route, key?: string): Promise<number> {
  const response = await fetch(`${server.url}${pathOf(route)}`, {
    method: route.method,
    redirect: 'manual',
    headers: {
      ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
      ...(route.body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(route.body === undefined ? {} : { body: '{}' }),
  });
  await response.body?.cancel();
  return response.status;
}

describe('who may do what', () => {
  const guarded = Object.entries(routes as Record<string, Route>).filter(([, route]) => route.role !== 'anyone');

  it.each(guarded)('%s needs its role of the table', async (_id, route) => {
    expect(await ask(route)).toBe(401);
    expect(await ask(route, 'ty_key_wrong')).toBe(401);
    for (const role of ['viewer', 'member', 'admin'] as const) {
      const status = await ask(route, keys[role]);
      if (rank[role] < rank[route.role]) expect([role, status]).toEqual([role, 403]);
      else expect([role, status]).not.toEqual([role, 401]);
      if (rank[role] >= rank[route.role]) expect([role, status]).not.toEqual([role, 403]);
      expect([role, status]).not.toEqual([role, 500]);
    }
  });

  it('the script trainer is for administrators', async () => {
    const client = createClient({ url: server.url, key: keys.member });
    const run = { trainer: 'script', config: { command: ['true'] } };
    await expect(client.call('createRun', { body: run })).rejects.toMatchObject({ code: 'forbidden', status: 403 });
  });
});

describe('signing in', () => {
  const cookieOf = (response: Response) => response.headers.get('set-cookie') ?? '';

  it('works once with a link, by a cookie that scripts cannot read and other sites cannot send', async () => {
    const link = await server.client.call('createSignInLink');
    const first = await fetch(link.url, { redirect: 'manual' });
    expect([first.status, first.headers.get('location')]).toEqual([302, '/']);
    const cookie = cookieOf(first);
    expect(cookie).toMatch(new RegExp(`^${cookieName(server.parts.installation)}=.*; HttpOnly; SameSite=Lax`));
    const second = await fetch(link.url, { redirect: 'manual' });
    expect([second.status, cookieOf(second)]).toEqual([401, '']);
    const headers = { cookie: cookie.split(';')[0] ?? '' };
    const me = await fetch(`${server.url}/api/v1/me`, { headers });
    expect(await me.json()).toMatchObject({ role: 'admin' });
  });

  it('fails with a link that is too old', async () => {
    const { database } = server;
    const link = await server.client.call('createSignInLink');
    await database.store.query("UPDATE sign_in_link SET expires_at = clock_timestamp() - interval '1 second'");
    expect((await fetch(link.url, { redirect: 'manual' })).status).toBe(401);
  });

  it('is limited in how often it may be tried', async () => {
    const limited = await testServer();
    try {
      const statuses: number[] = [];
      for (let i = 0; i < 25; i += 1) statuses.push((await fetch(`${limited.url}/sign-in?key=wrong${i}`)).status);
      expect(statuses[0]).toBe(401);
      const refused = await fetch(`${limited.url}/sign-in?key=again`);
      expect(refused.status).toBe(429);
      expect(await refused.json()).toMatchObject({ code: 'rate-limited' });
    } finally {
      await limited.end();
    }
  });

  it('keeps secrets only as hashes, and the local key readable by its owner only', async () => {
    const link = await server.client.call('createSignInLink');
    const secret = new URL(link.url).searchParams.get('key') ?? '';
    const made = await server.client.call('createKey', { body: { name: 'a program' } });
    const { rows } = await server.database.store.query(
      'SELECT key_hash FROM sign_in_link UNION ALL SELECT key_hash FROM api_key UNION ALL SELECT token_hash FROM session',
    );
    const stored = JSON.stringify(rows);
    for (const text of [secret, made.key, server.localKey]) expect(stored).not.toContain(text);
    const file = join(server.home, 'keys/local.key');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await readFile(file, 'utf8')).trim()).toBe(server.localKey);
    const program = createClient({ url: server.url, key: made.key });
    expect(await program.call('me')).toMatchObject({ role: 'admin' });
  });

  it('keeps the local key over a restart', async () => {
    const again = await server.again();
    const client = createClient({ url: again.url, key: server.localKey });
    expect(await client.call('me')).toMatchObject({ role: 'admin' });
    await again.close();
  });
});

describe('the door', () => {
  const get = (headers: Record<string, string>, path = '/api/v1/me') =>
    server.app.inject({
      method: 'GET',
      url: path,
      headers: { authorization: `Bearer ${server.localKey}`, ...headers },
    });

  it('answers only under names that it knows', async () => {
    expect((await get({ host: 'localhost:4600' })).statusCode).toBe(200);
    const refused = await get({ host: 'evil.example' });
    expect([refused.statusCode, refused.json().code]).toEqual([403, 'host-refused']);
    expect((await get({ host: '10.1.2.3:4600' }, '/health')).statusCode).toBe(200);
  });

  it('answers only pages of its own', async () => {
    expect((await get({ host: 'localhost:4600', origin: 'http://localhost:4600' })).statusCode).toBe(200);
    for (const origin of ['https://evil.example', 'http://localhost:9999', 'null']) {
      const refused = await get({ host: 'localhost:4600', origin });
      expect([origin, refused.statusCode, refused.json().code]).toEqual([origin, 403, 'origin-refused']);
    }
  });

  it('sends headers that keep foreign content out', async () => {
    const page = await fetch(`${server.url}/`);
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
    expect(page.headers.get('x-content-type-options')).toBe('nosniff');
    expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(await page.text()).not.toMatch(/https?:\/\//);
  });
});
