import { TrainyardError } from '@trainyard/contracts';

const socketCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

/** Shutting down, crashed, starting, too many connections, a transaction that stood still, or class 08 (connection exception). */
const serverCodes = /^(57P0[1-5]|53300|25P03|08...)$/;

const clientWords =
  /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect|Query read timeout|Client was closed|Client network socket disconnected)/;

function words(error: unknown): { code: string; message: string } {
  if (!(error instanceof Error)) return { code: '', message: '' };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return { code, message: error.message };
}

export function isConnectionLoss(error: unknown): boolean {
  if (error instanceof TrainyardError) return error.code === 'database-unreachable';
  if (error instanceof AggregateError && error.errors.some(isConnectionLoss)) return true;
  const { code, message } = words(error);
  return socketCodes.has(code) || serverCodes.test(code) || clientWords.test(message);
}

export function unreachable(error: unknown): TrainyardError {
  if (error instanceof TrainyardError) return error;
  const { code, message } = words(error);
  return new TrainyardError('database-unreachable', { detail: message || code || 'no answer' }, { cause: error });
}

function wait(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    if (signal?.aborted) stop();
    else signal?.addEventListener('abort', stop, { once: true });
  });
}

export interface RetryOptions {
  /** How long to go on trying; then the last error is thrown. */
  forSeconds: number;
  signal?: AbortSignal;
  /** Told once per outage. */
  onDown?: (error: TrainyardError) => void;
}

/**
 * Repeats `work` while the database is away. The work must be safe to run twice: a commit whose answer was lost may have
 * happened.
 */
export async function retryWhileDown<T>(work: () => Promise<T>, options: RetryOptions): Promise<T> {
  const until = performance.now() + options.forSeconds * 1000;
  let delayMs = 50;
  let told = false;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isConnectionLoss(error) || performance.now() + delayMs > until) throw error;
      if (!told) options.onDown?.(unreachable(error));
      told = true;
      await wait(delayMs, options.signal);
      delayMs = Math.min(delayMs * 2, 1000);
    }
  }
}
