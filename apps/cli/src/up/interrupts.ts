/**
 * Ctrl-C once: end in order. Again: hurry. npm passes on a signal that the terminal has sent to us already, so what comes
 * within the same half second is the same key press.
 */
const sameKeyPressMs = 500;
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export interface Interrupts {
  ending: AbortSignal;
  hurry: AbortSignal;
  dispose(): void;
}

export function watchInterrupts(outer?: AbortSignal): Interrupts {
  const ending = new AbortController();
  const hurry = new AbortController();
  let lastAt = Number.NEGATIVE_INFINITY;
  const handle = () => {
    const now = performance.now();
    if (now - lastAt < sameKeyPressMs) return;
    lastAt = now;
    if (ending.signal.aborted) hurry.abort();
    else ending.abort();
  };
  for (const name of signals) process.on(name, handle);
  outer?.addEventListener('abort', handle);
  return {
    ending: ending.signal,
    hurry: hurry.signal,
    dispose: () => {
      for (const name of signals) process.off(name, handle);
      outer?.removeEventListener('abort', handle);
    },
  };
}
