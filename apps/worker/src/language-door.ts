import type { Task } from '@trainyard/contracts';
import { type Claim, lockFenced } from '@trainyard/queue/work';
import type { Settings } from '@trainyard/settings';
import { ensureRunBudget, issueRunKey } from '@trainyard/store';
import type { Context } from './context.ts';

/** What an environment may take to be installed is not counted in a run's time. */
const installingSeconds = 3600;

type Address = Pick<Settings, 'url' | 'hostAddress' | 'port'>;

/** `TRAINYARD_URL`, else the server of this computer. */
export function doorUrl({ url, hostAddress, port }: Address): string {
  if (url !== null) return url.replace(/\/+$/, '');
  const everywhere = hostAddress === '0.0.0.0' || hostAddress === '::';
  const host = everywhere ? '127.0.0.1' : hostAddress.includes(':') ? `[${hostAddress}]` : hostAddress;
  return `http://${host}:${port}`;
}

export function needsKey({ frozen }: Claim): boolean {
  return frozen.language_models !== undefined || frozen.split?.sealed === true;
}

function budgetOf({ frozen }: Claim): number {
  const { budget } = frozen.config;
  const usd = typeof budget === 'object' && budget !== null && 'usd' in budget ? budget.usd : 0;
  return typeof usd === 'number' ? usd : 0;
}

/**
 * The way of a trainer to language models: the server's address and a key that speaks for this run alone, never a
 * provider's key. Its budget in money is in force before the first call can be made. By the same key a run opens its sealed
 * test part. Null where the run needs neither. Throws FencedError for an attempt that was overtaken: the key of the one that
 * carries the run now stays good.
 */
export async function languageDoor(
  context: Pick<Context, 'store' | 'settings'>,
  claim: Claim,
): Promise<Task['language']> {
  const { language_models: models } = claim.frozen;
  if (!needsKey(claim)) return null;
  const { runId, attempt, frozen } = claim;
  const usd = budgetOf(claim);
  const key = await context.store.begin(async (tx) => {
    await lockFenced(tx, claim);
    if (usd > 0) await ensureRunBudget(tx, runId, { limit_usd: usd, limit_calls: null });
    return issueRunKey(tx, { runId, attempt, seconds: frozen.time_limit_s + installingSeconds });
  });
  return { url: doorUrl(context.settings), key, models: models ?? {} };
}
