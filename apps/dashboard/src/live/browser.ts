import type { Channel, Leadership, Message } from './message.ts';
import type { Sight } from './tab-hub.ts';

const name = 'trainyard-live';

/** Between the tabs of this browser; without it every tab stands alone. */
export function browserChannel(): Channel {
  if (typeof BroadcastChannel === 'undefined') return { post: () => {}, onMessage: () => {} };
  const channel = new BroadcastChannel(name);
  return {
    post: (message) => channel.postMessage(message),
    onMessage: (handler) => {
      channel.onmessage = ({ data }: MessageEvent<Message>) => handler(data);
    },
  };
}

/** Pages that came by plain http over a network have no locks: there every tab leads itself, and nobody else. */
export function browserLeadership(): Leadership {
  const locks: LockManager | undefined = navigator.locks;
  return {
    lead(whileLeading) {
      const ended = new AbortController();
      if (locks === undefined) void whileLeading(ended.signal);
      else void locks.request(name, () => whileLeading(ended.signal));
    },
  };
}

export function browserSight(): Sight {
  return {
    visible: () => document.visibilityState === 'visible',
    onChange: (handler) => document.addEventListener('visibilitychange', handler),
    onLeave: (handler) => window.addEventListener('pagehide', handler),
  };
}
