import { describe, expect, it } from 'vitest';
import { formatCursor, parseCursor } from './cursor.ts';
import { type Entry, TopicFeed, type TopicSource } from './topic-feed.ts';

function entry(seq: number): Entry {
  return { seq, runId: 'r', kind: 'warning-raised', json: `{"seq":${seq}}` };
}

/** A table of entries that grows; counts how often it is read. */
function growing() {
  const rows: Entry[] = [];
  let reads = 0;
  const source: TopicSource = {
    async read(_topic, after, limit) {
      reads += 1;
      return rows.filter((row) => row.seq > after).slice(0, limit);
    },
  };
  return {
    source,
    reads: () => reads,
    add(n: number) {
      for (let i = 0; i < n; i += 1) rows.push(entry(rows.length + 1));
      return rows.length;
    },
  };
}

describe('a topic feed', () => {
  it('reads a batch once for all watchers and wakes each', async () => {
    const table = growing();
    const feed = new TopicFeed('runs', 0, table.source);
    let woken = 0;
    feed.watch(() => (woken += 1));
    feed.watch(() => (woken += 1));
    await feed.refresh(table.add(3));
    expect(table.reads()).toBe(1);
    expect(woken).toBe(2);
    expect((await feed.after(0, 10)).map((e) => e.seq)).toEqual([1, 2, 3]);
    expect((await feed.after(2, 10)).map((e) => e.seq)).toEqual([3]);
    expect(table.reads()).toBe(1);
  });

  it('goes on over numbers that went with a run which was removed', async () => {
    const left = [entry(1), entry(4), entry(5), entry(9)];
    const source: TopicSource = {
      async read(_topic, after, limit) {
        return left.filter((row) => row.seq > after).slice(0, limit);
      },
    };
    const feed = new TopicFeed('runs', 0, source);
    await feed.refresh(10);
    const after = async (seq: number) => (await feed.after(seq, 10)).map((e) => e.seq);
    expect(await after(0)).toEqual([1, 4, 5, 9]);
    expect(await after(1)).toEqual([4, 5, 9]);
    expect(await after(3)).toEqual([4, 5, 9]);
    expect(await after(4)).toEqual([5, 9]);
    expect(await after(7)).toEqual([9]);
    expect(await after(9)).toEqual([]);
  });

  it('reads what is older than its window from the source', async () => {
    const table = growing();
    const last = table.add(50);
    const feed = new TopicFeed('runs', last, table.source);
    await feed.refresh(table.add(2));
    expect((await feed.after(10, 3)).map((e) => e.seq)).toEqual([11, 12, 13]);
    expect((await feed.after(50, 9)).map((e) => e.seq)).toEqual([51, 52]);
  });

  it('misses nothing that is announced while it reads', async () => {
    const table = growing();
    let feed: TopicFeed | null = null;
    let during = 1;
    const slow: TopicSource = {
      async read(topic, after, limit) {
        const page = await table.source.read(topic, after, limit);
        if (during > 0) {
          during -= 1;
          void feed?.refresh(table.add(1));
        }
        return page;
      },
    };
    feed = new TopicFeed('runs', 0, slow);
    table.add(1);
    await feed.refresh();
    expect((await feed.after(0, 10)).map((e) => e.seq)).toEqual([1, 2]);
  });

  it('keeps a bounded window however much goes through it', async () => {
    const table = growing();
    const feed = new TopicFeed('runs', 0, table.source);
    for (let i = 0; i < 10; i += 1) await feed.refresh(table.add(400));
    const reads = table.reads();
    await feed.after(3_500, 10);
    expect(table.reads()).toBe(reads);
    await feed.after(100, 10);
    expect(table.reads()).toBe(reads + 1);
  });
});

describe('a cursor', () => {
  it('survives being written and read', () => {
    const text = 'run:0190c0de-0000-7000-8000-000000000001=12;runs=340';
    expect(formatCursor(parseCursor(text))).toBe(text);
  });

  it('ignores what is not a place in a topic', () => {
    expect([...parseCursor('junk;=3;runs=-1;runs=x;run:a=4')]).toEqual([['run:a', 4]]);
  });
});
