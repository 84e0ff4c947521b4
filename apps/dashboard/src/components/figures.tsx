import { formatBytes } from '../format/bytes.ts';
import { formatNumber, formatPercent } from '../format/number.ts';

const tabular = { fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' } as const;

export function Bytes({ bytes }: { bytes: number | null | undefined }) {
  return (
    <span style={tabular} title={typeof bytes === 'number' ? `${bytes} bytes` : undefined}>
      {formatBytes(bytes)}
    </span>
  );
}

/** A figure as people compare it, the whole number on hover. */
export function NumberText({
  value,
  percent = false,
}: {
  value: number | string | null | undefined;
  percent?: boolean;
}) {
  return (
    <span style={tabular} title={value === null || value === undefined ? undefined : String(value)}>
      {percent ? formatPercent(value) : formatNumber(value)}
    </span>
  );
}
