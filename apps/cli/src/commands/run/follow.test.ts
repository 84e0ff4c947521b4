import type { Client, EventsOptions, StreamedEvent } from '@trainyard/api-client';
import { readSettings } from '@trainyard/settings';
import { describe, expect, it } from 'vitest';
import { sampleRun } from '../../terminal/sample-run.ts';
import { type CommandContext, processContext } from '../context.ts';
import { eventsUntilGone } from './follow.ts';

/** A client whose stream is lost and found as told, with a clock that the test moves. */
function contextWith(play: (options: EventsOptions, move: (seconds: number) => void) => void): CommandContext {
  let ms = 0;
  const client = {
    async *events(options: EventsOptions): AsyncGenerator<StreamedEvent> {
      play(options, (seconds) => {
        ms += seconds * 1000;
      });
    },
    call: () => Promise.reject(new Error('nothing answers')),
  };
  const base = processContext();
  return {
    ...base,
    terminal: base.terminal,
    settings: readSettings({ TRAINYARD_FOLLOW_RECONNECT_SECONDS: '100' }),
    signal: new AbortController().signal,
    now: () => ms,
    client: () => Promise.resolve(client as unknown as Client),
  };
}

async function follow(context: CommandContext): Promise<number> {
  let lost = 0;
  const events = eventsUntilGone(context, [sampleRun()], () => {
    lost += 1;
  });
  for await (const event of events) expect(event).toBeUndefined();
  return lost;
}

describe('a stream that is lost', () => {
  it('is told of once an outage, and outages far apart are not added up', async () => {
    const context = contextWith(({ onReconnect, signal }, move) => {
      onReconnect?.(null, 200, 1);
      move(50);
      onReconnect?.(null, 400, 2);
      move(500);
      onReconnect?.(null, 200, 1);
      expect(signal?.aborted).toBe(false);
    });
    expect(await follow(context)).toBe(2);
  });

  it('is not given up for two short outages, each over after its first try', async () => {
    const context = contextWith(({ onReconnect, signal }, move) => {
      onReconnect?.(null, 200, 1);
      move(500);
      onReconnect?.(null, 200, 1);
      expect(signal?.aborted).toBe(false);
    });
    expect(await follow(context)).toBe(2);
  });

  it('is given up after its limit, and what is wrong is asked of the server', async () => {
    const context = contextWith(({ onReconnect, signal }, move) => {
      onReconnect?.(null, 200, 1);
      move(101);
      onReconnect?.(null, 400, 2);
      expect(signal?.aborted).toBe(true);
    });
    await expect(follow(context)).rejects.toThrow('nothing answers');
  });

  it('goes on from the last event that the snapshot holds', async () => {
    const context = contextWith(({ topics, cursor }) => {
      expect(topics).toEqual([`run:${sampleRun().id}`]);
      expect(cursor).toBe(`run:${sampleRun().id}=10`);
    });
    expect(await follow(context)).toBe(0);
  });
});
