import { createClient } from '@trainyard/api-client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestServer, testServer } from '../server.fixture.ts';

let server: TestServer;
beforeAll(async () => {
  server = await testServer();
});
afterAll(() => server.end());

const as = async (role: 'viewer' | 'member') => createClient({ url: server.url, key: await server.keyFor(role) });

it('a view is saved under its name, replaced by the same name, and deleted', async () => {
  const ada = await as('viewer');
  const first = await ada.call('createView', { body: { name: 'Best', query: 'sort=-metric:test/accuracy' } });
  expect(first).toMatchObject({ name: 'Best', shared: false, mine: true, owner: { name: 'viewer 1' } });
  const second = await ada.call('createView', { body: { name: ' best ', query: 'q=night' } });
  expect(second.id).toBe(first.id);
  expect((await ada.call('listViews')).items).toEqual([{ ...first, name: 'best', query: 'q=night' }]);
  await ada.call('deleteView', { params: { view: first.id } });
  expect((await ada.call('listViews')).items).toEqual([]);
  await expect(ada.call('deleteView', { params: { view: first.id } })).rejects.toMatchObject({
    status: 404,
    code: 'view-not-found',
  });
});

it("others see a shared view behind their own, and cannot delete it; one's own are nobody else's", async () => {
  const [ada, grace] = [await as('member'), await as('member')];
  await ada.call('createView', { body: { name: 'private', query: '' } });
  const shared = await ada.call('createView', { body: { name: 'all <script>', query: 'a=b', shared: true } });
  await grace.call('createView', { body: { name: 'zebra', query: '' } });
  const seen = (await grace.call('listViews')).items;
  expect(seen.map(({ name, mine }) => [name, mine])).toEqual([
    ['zebra', true],
    ['all <script>', false],
  ]);
  const refused = grace.call('deleteView', { params: { view: shared.id } });
  await expect(refused).rejects.toMatchObject({ code: 'view-not-found' });
  expect((await ada.call('listViews')).items).toHaveLength(2);
});

it('a view without a name, or with more than an address may hold, is refused', async () => {
  const ada = await as('viewer');
  for (const body of [
    { name: '  ', query: '' },
    { name: 'x'.repeat(81), query: '' },
    { name: 'x', query: 'q'.repeat(4001) },
  ]) {
    await expect(ada.call('createView', { body })).rejects.toMatchObject({ status: 400 });
  }
});
