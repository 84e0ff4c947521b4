import { openExternalRun } from '@trainyard/queue/submit';
import { actorOf, aUser, type TestDatabase, testDatabase } from '@trainyard/testkit';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Db, Store } from './connection.ts';
import { listEvents } from './event.ts';
import { appendLogLines, readLog, readLogText } from './log.ts';

let db: TestDatabase;
let store: Store;
let runId: string;

beforeEach(async () => {
  db = await testDatabase();
  store = db.store;
  const user = await aUser(store);
  runId = (await openExternalRun(store, { name: 'x', ownerId: user.id, actor: actorOf(user) })).id;
  return () => db.drop();
});

const say = (texts: string[]) =>
  appendLogLines(
    store,
    runId,
    texts.map((text) => ({ level: text.includes('bad') ? 'error' : 'info', source: 'stdout', text })),
  );

describe('the log of a run', () => {
  it('numbers its lines without gaps over any number of writers at once', async () => {
    await Promise.all(Array.from({ length: 30 }, (_, i) => say([`${i} a`, `${i} b`, `${i} c`])));
    const { items, total } = await readLog(store, runId, { from: 0, limit: 1000 });
    expect(total).toBe(90);
    expect(items.map((line) => line.n)).toEqual(Array.from({ length: 90 }, (_, i) => i));
    for (let i = 0; i < 90; i += 3) expect(items[i]?.text.split(' ')[0]).toBe(items[i + 2]?.text.split(' ')[0]);
    const events = await listEvents(store, runId, { after: 0, limit: 100, kinds: ['log-written'] });
    expect(events).toHaveLength(30);
    expect(events[29]?.data).toMatchObject({ first_line: 87, count: 3, attempt: 1 });
  });

  it('is read no further than is asked for, unless lines have to be looked for', async () => {
    for (let i = 0; i < 20; i += 1) await say([`line ${i}`]);
    let chunks = 0;
    const counting: Db = {
      query: store.query,
      prepared: async <Row extends object>(name: string, text: string, values?: readonly unknown[]) => {
        const found = await store.prepared<Row>(name, text, values);
        if (name === 'read-log') chunks += found.count;
        return found;
      },
    };
    expect((await readLog(counting, runId, { from: 7, limit: 3 })).items.map((line) => line.n)).toEqual([7, 8, 9]);
    expect(chunks).toBeLessThanOrEqual(4);
    expect((await readLog(counting, runId, { from: 0, limit: 1, q: 'line 19' })).items).toHaveLength(1);
  });

  it('is read from any line, from its end, by level and by words', async () => {
    for (let i = 0; i < 20; i += 1) await say([`line ${i}`, i % 5 === 0 ? `bad ${i}` : `fine ${i}`]);
    const texts = async (query: Parameters<typeof readLog>[2]): Promise<string[]> =>
      (await readLog(store, runId, query)).items.map((line) => line.text);
    expect(await texts({ from: 1, limit: 2 })).toEqual(['bad 0', 'line 1']);
    expect(await texts({ from: -2, limit: 10 })).toEqual(['line 19', 'fine 19']);
    expect(await texts({ from: 0, limit: 3, level: 'error' })).toEqual(['bad 0', 'bad 5', 'bad 10']);
    expect(await texts({ from: 21, limit: 3, level: 'error' })).toEqual(['bad 10', 'bad 15']);
    expect(await texts({ from: 0, limit: 10, q: 'LINE 1' })).toHaveLength(10);
    expect(await texts({ from: 500, limit: 10 })).toEqual([]);
  });

  it('keeps text that PostgreSQL would refuse, and tells when a line was said', async () => {
    await appendLogLines(store, runId, [
      { level: 'warning', source: 'stderr', text: 'nul \0, half \ud800, two\nlines', ageMs: 60_000 },
    ]);
    const [line] = (await readLog(store, runId, { from: 0, limit: 1 })).items;
    expect(line).toMatchObject({ level: 'warning', source: 'stderr', text: 'nul \ufffd, half \ufffd, two\u2028lines' });
    expect(Date.now() - Date.parse(line?.at ?? '')).toBeGreaterThan(50_000);
    let whole = '';
    for await (const piece of readLogText(store, runId)) whole += piece;
    expect(whole).toMatch(/warning stderr {2}nul/);
  });
});
