import { createClient } from '@trainyard/api-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestServer, testServer } from '../server.fixture.ts';

let server: TestServer;
beforeAll(async () => {
  server = await testServer();
});
afterAll(() => server.end());

const programOf = (key: string, url = server.url) => createClient({ url, key });

describe('an API key', () => {
  it('is listed by name, how it begins and when it was used, never whole', async () => {
    const made = await server.client.call('createKey', { body: { name: '<script>nightly</script>' } });
    const ofIt = async () => (await server.client.call('listKeys')).items.find(({ id }) => id === made.id);
    expect(await ofIt()).toMatchObject({ name: '<script>nightly</script>', used_at: null, local: false });
    await programOf(made.key).call('me');
    const listed = await ofIt();
    expect(listed?.used_at).not.toBeNull();
    expect(made.key.startsWith(listed?.prefix ?? 'none')).toBe(true);
    expect(listed?.prefix).toHaveLength('ty_key_'.length + 6);
    expect(JSON.stringify(await server.client.call('listKeys'))).not.toContain(made.key.slice(0, 20));
  });

  it('that is revoked is refused at once, though it was just in use, by every server of the database', async () => {
    const other = await server.again();
    const made = await server.client.call('createKey', { body: { name: 'leaked' } });
    const [here, there] = [programOf(made.key), programOf(made.key, other.url)];
    await Promise.all([here.call('me'), there.call('me')]);
    await server.client.call('revokeKey', { params: { key: made.id } });
    await expect(here.call('me')).rejects.toMatchObject({ status: 401 });
    // Long before what the other server remembers of its callers grows old.
    const limit = performance.now() + 2000;
    const refused = async () =>
      there.call('me').then(
        () => false,
        () => true,
      );
    while (!(await refused())) expect(performance.now()).toBeLessThan(limit);
    await other.close();
    expect((await server.client.call('listKeys')).items.map(({ id }) => id)).not.toContain(made.id);
    await expect(server.client.call('revokeKey', { params: { key: made.id } })).rejects.toMatchObject({
      code: 'key-not-found',
    });
  });

  it('that is revoked loses the event stream that it has open; streams of other keys go on', async () => {
    const streamOf = async (key: string) => {
      const headers = { authorization: `Bearer ${key}` };
      const answer = await fetch(`${server.url}/api/v1/events?topics=runs`, { headers });
      const reader = answer.body?.getReader();
      await reader?.read();
      return reader;
    };
    const made = await server.client.call('createKey', { body: { name: 'watcher' } });
    const [watched, kept] = await Promise.all([streamOf(made.key), streamOf(await server.keyFor('viewer'))]);
    let goesOn = true;
    const news = kept?.read().then(({ done }) => {
      goesOn = !done;
    });
    await server.client.call('revokeKey', { params: { key: made.id } });
    expect((await watched?.read())?.done).toBe(true);
    await server.client.call('createRun', { body: { executor: 'external', name: 'news' } });
    await news;
    expect(goesOn).toBe(true);
    await kept?.cancel();
  });

  it('is seen and revoked by its owner and by administrators only', async () => {
    const [ada, bob] = [programOf(await server.keyFor('member')), programOf(await server.keyFor('member'))];
    const made = await ada.call('createKey', { body: { name: 'of Ada' } });
    const idsOf = async (client: typeof ada) => (await client.call('listKeys')).items.map(({ id }) => id);
    expect(await idsOf(ada)).toContain(made.id);
    expect(await idsOf(server.client)).toContain(made.id);
    expect(await idsOf(bob)).not.toContain(made.id);
    await expect(bob.call('revokeKey', { params: { key: made.id } })).rejects.toMatchObject({ code: 'key-not-found' });
    expect(await programOf(made.key).call('me')).toMatchObject({ role: 'member' });
    await ada.call('revokeKey', { params: { key: made.id } });
    await expect(programOf(made.key).call('me')).rejects.toMatchObject({ status: 401 });
  });

  it('of the local home cannot be revoked, since nobody could come in any more', async () => {
    const local = (await server.client.call('listKeys')).items.filter((key) => key.local);
    expect(local).toMatchObject([{ name: 'local home', prefix: server.localKey.slice(0, 'ty_local_'.length + 6) }]);
    const refused = server.client.call('revokeKey', { params: { key: local[0]?.id ?? '' } });
    await expect(refused).rejects.toMatchObject({ code: 'key-protected', status: 409 });
    expect(await server.client.call('me')).toMatchObject({ role: 'admin' });
  });
});
