import { describe, expect, it } from 'vitest';
import { EventHub, type HubSource } from './event-hub.ts';

/** Topics whose newest seq is 0; `runs` cannot be read. */
function sourceWithout(missing: string): { source: HubSource; reads: string[] } {
  const reads: string[] = [];
  const source: HubSource = {
    async last(topic) {
      if (topic === missing) throw new Error('the database is away');
      return 0;
    },
    async read(topic) {
      reads.push(topic);
      return [];
    },
    listen: async () => () => undefined,
  };
  return { source, reads };
}

describe('subscribing to several topics', () => {
  it('gives back those that could be had when one cannot', async () => {
    const { source, reads } = sourceWithout('runs');
    const hub = new EventHub(source, () => undefined);
    await expect(hub.subscribeAll(['run:a', 'runs'], () => undefined)).rejects.toThrow('the database is away');
    reads.length = 0;
    hub.refreshAll();
    expect(reads).toEqual([]);
  });

  it('gives all of them in the order asked for', async () => {
    const { source } = sourceWithout('none');
    const all = await new EventHub(source, () => undefined).subscribeAll(['run:b', 'run:a'], () => undefined);
    expect(all.map(({ feed }) => feed.topic)).toEqual(['run:b', 'run:a']);
  });
});
