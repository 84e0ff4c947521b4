import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestServer, testServer } from '../server.fixture.ts';

let folder: string;
let server: TestServer;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trainyard-dashboard-'));
  await mkdir(join(folder, 'assets'));
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>Trainyard</title>');
  await writeFile(join(folder, 'colour-mode.js'), '"colours"');
  await writeFile(join(folder, 'favicon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  await writeFile(join(folder, 'assets/index-abcdefgh.js'), '"plain"');
  await writeFile(join(folder, 'assets/index-abcdefgh.js.gz'), gzipSync('"compressed"'));
  await writeFile(join(folder, 'manifest.json'), '{}');
  server = await testServer({ dashboard: folder });
});
afterAll(async () => {
  await server.end();
  await rm(folder, { recursive: true, force: true });
});

const asBrowser = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
const get = (path: string, headers: Record<string, string> = {}) => fetch(`${server.url}${path}`, { headers });

describe('the built dashboard', () => {
  it.each(['/', '/runs', '/runs/47/results?tab=roc', '/datasets/a%20b', '/shared/abc'])(
    'a browser gets the page at %s, to be asked for anew each time',
    async (path) => {
      const response = await get(path, asBrowser);
      expect(response.status).toBe(200);
      expect(await response.text()).toContain('<title>Trainyard</title>');
      expect(response.headers.get('cache-control')).toBe('no-cache');
      expect(response.headers.get('content-security-policy')).toContain("script-src 'self'");
    },
  );

  it.each(['/api/v1/nothing', '/api/nothing', '/assets/gone.js', '/health/x', '/metrics/x'])(
    'no page stands at %s, which is for programs',
    async (path) => {
      const response = await get(path, asBrowser);
      expect(response.status).toBe(404);
      expect(response.headers.get('content-type')).toContain('application/problem+json');
    },
  );

  it('who does not ask for a page is told that nothing is there', async () => {
    const response = await get('/runs', { accept: 'application/json' });
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ code: 'not-found' });
  });

  it('files with a hash in their name are kept for good, and sent compressed to those who take it', async () => {
    const response = await get('/assets/index-abcdefgh.js', { 'accept-encoding': 'gzip' });
    expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(response.headers.get('content-encoding')).toBe('gzip');
    expect(await response.text()).toBe('"compressed"');
    const plain = await get('/assets/index-abcdefgh.js', { 'accept-encoding': 'identity' });
    expect(await plain.text()).toBe('"plain"');
  });

  it('nothing else of the folder or around it is served', async () => {
    for (const path of [
      '/manifest.json',
      '/assets/..%2fmanifest.json',
      '/assets/%2e%2e/manifest.json',
      '/index.html',
    ]) {
      expect((await get(path)).status, path).toBeGreaterThanOrEqual(400);
    }
  });
});

it('without a build the API answers, and the page says how to make one', async () => {
  const bare = await testServer({ dashboard: join(folder, 'not-there') });
  try {
    const page = await fetch(`${bare.url}/runs`, { headers: asBrowser });
    expect(page.status).toBe(503);
    expect(await page.text()).toContain('apps/dashboard/build/build.mjs');
    expect((await bare.client.call('me')).role).toBe('admin');
  } finally {
    await bare.end();
  }
});
