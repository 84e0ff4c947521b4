import type { EndReason } from '@trainyard/contracts';
import { describe, expect, it } from 'vitest';
import { decideRetry, givenUp } from './retry.ts';

const reason = (code: EndReason['code'], message = 'words'): EndReason => ({ code, message, hint: null, detail: {} });
const base = { previous: null, retriesSinceCheckpoint: 0, limit: 5, backoffSeconds: 2 };

describe('the retry policy', () => {
  it('tries again at once, then waits twice as long each time, until the limit', () => {
    const delays = [0, 1, 2, 3, 4, 5].map((n) =>
      decideRetry({ ...base, reason: reason('worker-lost'), retriesSinceCheckpoint: n }),
    );
    expect(delays).toEqual([
      { retry: true, delaySeconds: 0 },
      { retry: true, delaySeconds: 2 },
      { retry: true, delaySeconds: 4 },
      { retry: true, delaySeconds: 8 },
      { retry: true, delaySeconds: 16 },
      { retry: false, code: 'retries-used-up' },
    ]);
  });

  it("never repeats what is the run's own fault", () => {
    for (const code of [
      'trainer-error',
      'out-of-memory',
      'bad-config',
      'time-limit',
      'no-done',
      'protocol-error',
    ] as const) {
      expect(decideRetry({ ...base, reason: reason(code) })).toEqual({ retry: false, code: null });
    }
  });

  it('takes the same crash twice for an answer, but not two lost workers', () => {
    const crash = reason('trainer-crash', 'SIGSEGV');
    expect(decideRetry({ ...base, reason: crash, previous: crash, retriesSinceCheckpoint: 1 })).toMatchObject({
      retry: false,
    });
    const lost = reason('worker-lost');
    expect(decideRetry({ ...base, reason: lost, previous: lost, retriesSinceCheckpoint: 1 })).toMatchObject({
      retry: true,
    });
  });

  it('names the rule and keeps the cause when it gives up', () => {
    expect(givenUp(reason('worker-lost', 'gone'), 'retries-used-up')).toMatchObject({
      code: 'retries-used-up',
      message: expect.stringContaining('The last one: gone'),
      detail: { cause: 'worker-lost' },
    });
  });
});
