const askedOn = 'trainyard-in-view';
/** A page that is in view answers at once; one that is asleep does not count. */
const waitMs = 200;

export interface ViewChannel {
  postMessage(message: unknown): void;
  close(): void;
  onmessage: ((event: MessageEvent) => void) | null;
}
export interface Sight {
  visible: () => boolean;
  open: () => ViewChannel | null;
}

const browser: Sight = {
  visible: () => document.visibilityState === 'visible',
  open: () => (typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(askedOn)),
};

/** Answers other tabs that ask whether somebody looks at one of us. Returns the way to stop. */
export function answerInView(sight: Sight = browser): () => void {
  const channel = sight.open();
  if (channel === null) return () => {};
  channel.onmessage = ({ data }) => {
    if (data === 'ask' && sight.visible()) channel.postMessage('yes');
  };
  return () => channel.close();
}

/** Whether any tab of this browser shows a page of ours. */
export function anyInView(sight: Sight = browser): Promise<boolean> {
  if (sight.visible()) return Promise.resolve(true);
  const channel = sight.open();
  if (channel === null) return Promise.resolve(false);
  return new Promise((resolve) => {
    const end = (answer: boolean): void => {
      clearTimeout(timer);
      channel.close();
      resolve(answer);
    };
    const timer = setTimeout(() => end(false), waitMs);
    channel.onmessage = ({ data }) => {
      if (data === 'yes') end(true);
    };
    channel.postMessage('ask');
  });
}
