import { setTimeout as wait } from 'node:timers/promises';
import { type Actor, TrainyardError } from '@trainyard/contracts';
import { pauseUntilRepaired, resumeRepaired } from '@trainyard/queue/submit';
import { getProvider, type Store } from '@trainyard/store';
import type { FastifyBaseLogger } from 'fastify';

const gateway: Actor = { kind: 'system', id: 'language-models', name: 'language models' };
const ofKey = new Set<string>(['provider-key-refused', 'provider-key-unreadable']);
/** For runs that were told to pause and have not left yet. */
const tries = 60;
const againMs = 1000;

/** A run whose provider's key is refused can only wait: it is paused, gives its place free, and says why. */
export async function pauseForKey(store: Store, runId: string, error: unknown): Promise<void> {
  if (!(error instanceof TrainyardError) || !ofKey.has(error.code)) return;
  const { provider, name } = error.params;
  const { id } = await getProvider(store, String(provider ?? name));
  const hint = 'It goes on by itself once the provider has a key that works.';
  const why = { message: error.message, hint, waitsFor: `key of provider ${id}`, actor: gateway };
  await pauseUntilRepaired(store, runId, why);
}

/** The key may be good now: what waited for it goes on, and is paused again if it is not. Nobody waits for this. */
export function goOnWithKey(store: Store, providerId: string, log: FastifyBaseLogger): void {
  const goOn = async (): Promise<void> => {
    for (let i = 0; i < tries; i += 1) {
      if ((await resumeRepaired(store, `key of provider ${providerId}`, gateway)) === 0) return;
      await wait(againMs, undefined, { ref: false });
    }
  };
  goOn().catch((err: unknown) => log.error({ err }, 'runs that waited for a key could not go on'));
}
