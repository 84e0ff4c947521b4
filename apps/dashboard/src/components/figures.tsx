import { formatBytes } from '../format/bytes.ts';

const tabular = { fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' } as const;

export function Bytes({ bytes }: { bytes: number | null | undefined }) {
  return (
    <span style={tabular} title={typeof bytes === 'number' ? `${bytes} bytes` : undefined}>
      {formatBytes(bytes)}
    </span>
  );
}
