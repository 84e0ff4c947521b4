import { expect, test } from 'vitest';
import { answerInView, anyInView, type Sight, type ViewChannel } from './in-view.ts';

/** Tabs of one browser: each hears what the others say. */
function tabs(): (visible: boolean) => Sight {
  const open = new Set<ViewChannel>();
  return (visible) => ({
    visible: () => visible,
    open() {
      const channel: ViewChannel = {
        onmessage: null,
        postMessage(data) {
          for (const other of open) {
            if (other !== channel) queueMicrotask(() => other.onmessage?.({ data } as MessageEvent));
          }
        },
        close: () => void open.delete(channel),
      };
      open.add(channel);
      return channel;
    },
  });
}

test('a hidden tab hears of one that is in view', async () => {
  const tab = tabs();
  answerInView(tab(true));
  expect(await anyInView(tab(false))).toBe(true);
});

test('hidden tabs do not count, nor those that stopped', async () => {
  const tab = tabs();
  answerInView(tab(false));
  answerInView(tab(true))();
  expect(await anyInView(tab(false))).toBe(false);
});

test('a tab that is in view itself need not ask', async () => {
  expect(await anyInView({ visible: () => true, open: () => null })).toBe(true);
  expect(await anyInView({ visible: () => false, open: () => null })).toBe(false);
});
