import type { LanguageUsageSum } from '@trainyard/contracts';
import type { SectionIn } from '@trainyard/sdk';
import { takenBy } from './patient.ts';

export interface LedgerPlace {
  url: string;
  key: string;
  runId: string;
}

/**
 * What the run has been charged for, by role, as the ledger of the server tells it: each answer once, however often the
 * trainer was killed and asked again. Throws where the server does not tell.
 */
export async function askLedger({ url, key, runId }: LedgerPlace): Promise<LanguageUsageSum[]> {
  const answer = await fetch(`${url}/api/v1/language-calls/usage?by=role&run=${runId}`, {
    headers: { authorization: `Bearer ${key}` },
  });
  return ((await takenBy(answer)) as { items: LanguageUsageSum[] }).items;
}

/** Null where the server does not tell: a figure to show, and nothing to wait for. */
export async function readLedger(place: LedgerPlace): Promise<LanguageUsageSum[] | null> {
  try {
    return await askLedger(place);
  } catch {
    return null;
  }
}

/** US dollars; null where the cost of some answers is unknown. */
export function costOf(sums: readonly LanguageUsageSum[] | null): number | null {
  if (sums === null || sums.some(({ unpriced }) => unpriced > 0)) return null;
  return sums.reduce((total, { cost_usd }) => total + cost_usd, 0);
}

export function callsSection(sums: readonly LanguageUsageSum[]): SectionIn {
  const unpriced = sums.reduce((total, one) => total + one.unpriced, 0);
  const kept = sums.reduce((total, one) => total + one.kept_usd, 0);
  return {
    type: 'table',
    title: 'Calls and cost',
    data: {
      columns: ['Role', 'Calls', 'Failed', 'Outcome unknown', 'Input tokens', 'Output tokens', 'Cost in USD'],
      rows: sums.map(({ group, calls, failed, unknown, input_tokens, output_tokens, cost_usd }) => [
        group ?? '',
        calls,
        failed,
        unknown,
        input_tokens,
        output_tokens,
        cost_usd,
      ]),
    },
    notes: [
      'Every attempt that the provider was asked for; answers from the ledger or the cache cost nothing and are not counted.',
      ...(unpriced > 0 ? [`The cost of ${unpriced} answers is unknown: their price is not in the table.`] : []),
      ...(kept > 0 ? [`${kept.toFixed(6)} USD count as spent for calls of unknown outcome.`] : []),
    ],
  };
}
