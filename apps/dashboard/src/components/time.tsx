import { formatDuration } from '../format/duration.ts';
import { nothing } from '../format/number.ts';
import { formatMoment, formatRelative, timeZone } from '../format/time.ts';
import { useNow } from './now.ts';

const renewSeconds = 10;

/** `12 min ago`, with the moment and its zone on hover; `absolute` shows the moment itself. */
export function Time({ at, absolute = false }: { at: string | null | undefined; absolute?: boolean }) {
  const now = useNow(renewSeconds);
  if (at === null || at === undefined) return <span>{nothing}</span>;
  const moment = formatMoment(at);
  return (
    <time dateTime={at} title={`${moment} ${timeZone()}`} style={{ whiteSpace: 'nowrap' }}>
      {absolute ? moment : formatRelative(at, now)}
    </time>
  );
}

/** A length of time; with `since` it counts on. */
export function Duration({
  seconds,
  since,
}: {
  seconds?: number | null | undefined;
  since?: string | null | undefined;
}) {
  const now = useNow();
  const shown = since ? Math.max(0, (now - new Date(since).getTime()) / 1000) : seconds;
  const whole = since && typeof shown === 'number' ? Math.floor(shown) : shown;
  return <span style={{ fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' }}>{formatDuration(whole)}</span>;
}
