import type { StreamedEvent } from '@trainyard/api-client';
import { client } from '../api/client.ts';
import { browserChannel, browserLeadership, browserSight } from './browser.ts';
import type { StreamSource, StreamSpec } from './stream-source.ts';
import { TabHub } from './tab-hub.ts';

const source: StreamSource = {
  open({ topics, cursor, signal, onPlace, onLost }: StreamSpec): AsyncIterable<StreamedEvent> {
    return client.events({ topics, cursor, signal, onPlace, onReconnect: onLost, retryFirst: true });
  },
  async missing(runIds) {
    const found = await Promise.all(
      runIds.map((id) =>
        client.call('getRun', { params: { id } }).then(
          () => null,
          (error: unknown) => (isMissing(error) ? id : null),
        ),
      ),
    );
    return found.filter((id) => id !== null);
  },
};

function isMissing(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'status' in error && error.status === 404;
}

function soon(callback: () => void): void {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    port1.close();
    callback();
  };
  port2.postMessage(null);
}

/** The one hub of this page. */
export const liveHub = new TabHub({
  tab: crypto.getRandomValues(new Uint32Array(2)).join('-'),
  channel: browserChannel(),
  leadership: browserLeadership(),
  sight: browserSight(),
  source,
  now: Date.now,
  soon,
  later: (callback, ms) => {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
});
