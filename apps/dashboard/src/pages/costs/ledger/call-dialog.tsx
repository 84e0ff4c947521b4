import { Link } from '@tanstack/react-router';
import type { LanguageCall } from '@trainyard/contracts';
import { useRoute } from '../../../api/use-route.ts';
import { CopyButton } from '../../../components/copy-button.tsx';
import { Dialog } from '../../../components/dialog.tsx';
import { ErrorState } from '../../../components/error-state.tsx';
import { type Fact, FactList } from '../../../components/fact-list.tsx';
import { LoadingState } from '../../../components/loading-state.tsx';
import { Time } from '../../../components/time.tsx';
import { formatInteger } from '../../../format/number.ts';
import { formatUsd } from '../../../format/usd.ts';
import { BatchLink } from '../batch-link.tsx';
import classes from '../costs.module.css';
import { CallTable } from './call-table.tsx';
import { costText, errorText, parameterText, statusWords } from './call-words.ts';

function usageText({ usage }: LanguageCall): string {
  const parts: [string, number | null][] = [
    ['in', usage.input_tokens],
    ['of it from the provider’s cache', usage.cached_input_tokens],
    ['out', usage.output_tokens],
    ['of it thought', usage.reasoning_tokens],
  ];
  const told = parts.flatMap(([what, n]) => (n === null ? [] : [`${formatInteger(n)} ${what}`]));
  return told.length === 0 ? 'not told' : told.join(', ');
}

function usePriceText(version: number | null): string {
  const prices = useRoute('listPrices', {}, { freshMs: 60_000, enabled: version !== null });
  if (version === null) return 'none was set';
  const price = prices.data?.items.find((one) => one.version === version);
  if (price === undefined) return `version ${version}`;
  const figures =
    price.input_usd === null
      ? 'unknown'
      : `${formatUsd(price.input_usd)} in, ${formatUsd(price.output_usd)} out for a million tokens`;
  return `version ${version}: ${figures}`;
}

/** All that the ledger keeps of one call. What was asked and answered is no part of it. */
export function CallDialog({
  call,
  everybody,
  onClose,
}: {
  call: LanguageCall;
  everybody: boolean;
  onClose: () => void;
}) {
  const query = { request: call.request_id, limit: 100, ...(everybody ? { everybody: 'true' as const } : {}) };
  const attempts = useRoute('listLanguageCalls', { query });
  const price = usePriceText(call.price_version);
  const status = statusWords[call.status];
  const facts: (Fact | null)[] = [
    { label: 'Status', value: `${status.word}. ${status.means}` },
    call.error === null ? null : { label: 'Error', value: <bdi>{errorText(call.error)}</bdi> },
    { label: 'When', value: <Time at={call.at} absolute /> },
    call.latency_ms === null ? null : { label: 'Took', value: `${formatInteger(call.latency_ms)} ms` },
    call.batch === null ? null : { label: 'Batch', value: <BatchLink batch={call.batch} /> },
    call.run === null
      ? null
      : {
          label: 'Run',
          value: (
            <Link to="/runs/$id" params={{ id: String(call.run.number) }}>
              Run {call.run.number}
            </Link>
          ),
        },
    { label: 'Role', value: call.role ?? 'not said' },
    { label: 'Of', value: <bdi>{call.user.name}</bdi> },
    {
      label: 'Language model',
      value: call.language_model === null ? 'none: a test' : <bdi>{call.language_model}</bdi>,
    },
    { label: 'Provider and its model', value: <bdi>{`${call.provider}, ${call.model}`}</bdi> },
    call.revision === null ? null : { label: 'Answered as', value: <bdi>{call.revision}</bdi> },
    { label: 'Parameters', value: <bdi>{parameterText(call.parameters)}</bdi> },
    { label: 'Sample', value: String(call.sample) },
    { label: 'Tokens', value: usageText(call) },
    { label: 'Cost', value: costText(call) },
    call.reserved_usd === null || call.status === 'cached'
      ? null
      : { label: 'Reserved before it', value: formatUsd(call.reserved_usd) },
    call.status === 'cached' ? null : { label: 'Price', value: price },
    {
      label: 'Key of the cache',
      value: (
        <span className={classes.key}>
          <code className="cut">{call.key}</code>
          <CopyButton text={call.key} what="the key of the cache" />
        </span>
      ),
    },
  ];
  return (
    <Dialog opened onClose={onClose} title="One call" size={860}>
      <div className={classes.call}>
        <FactList facts={facts} />
        {call.usage_raw !== null && (
          <details>
            <summary>Usage as the provider told it</summary>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
            <pre className={classes.raw} tabIndex={0}>
              {JSON.stringify(call.usage_raw, null, 2)}
            </pre>
          </details>
        )}
        <h3>Attempts of this call</h3>
        {attempts.data === undefined ? (
          attempts.isError ? (
            <ErrorState error={attempts.error} retry={() => void attempts.refetch()} />
          ) : (
            <LoadingState rows={1} what="Loading the attempts" />
          )
        ) : (
          <CallTable caption="Attempts of this call" calls={attempts.data.items} everybody={false} />
        )}
      </div>
    </Dialog>
  );
}
