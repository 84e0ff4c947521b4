import { useEffect, useState } from 'react';
import { askRoute } from '../../../api/use-route.ts';
import { useRunParts } from '../live/use-run-parts.ts';
import { asLogLine, type LogLine } from './log-line.ts';
import { mostSifted, type Sieve, SiftedLog } from './sifted-log.ts';

export interface Sifted {
  log: SiftedLog;
  loading: boolean;
  failed: unknown;
  /** Rises with every line that passes. */
  version: number;
}

/** Lines of the whole log that pass a sieve, and those that come; null sifts nothing. */
export function useSifted(runId: string, level: Sieve['level'], words: string, enabled: boolean): Sifted | null {
  const { onEvent } = useRunParts();
  const [sifted, setSifted] = useState<Sifted | null>(null);
  useEffect(() => {
    if (!enabled) {
      setSifted(null);
      return;
    }
    const log = new SiftedLog({ level, words });
    const stop = new AbortController();
    let early: LogLine[] | null = [];
    let scheduled = 0;
    const show = (part: Partial<Sifted>) =>
      setSifted((before) => ({ log, loading: false, failed: null, version: (before?.version ?? 0) + 1, ...part }));
    show({ loading: true });
    const off = onEvent((event) => {
      if (event.kind !== 'log-written') return;
      const lines = event.data.lines.map(asLogLine);
      if (early !== null) {
        early.push(...lines);
        return;
      }
      if (!log.take(lines) || scheduled !== 0) return;
      scheduled = requestAnimationFrame(() => {
        scheduled = 0;
        show({});
      });
    });
    const query = {
      from: 0,
      limit: mostSifted,
      ...(level === 'debug' ? {} : { level }),
      ...(words === '' ? {} : { q: words }),
    };
    askRoute('listLogs', { params: { id: runId }, query }, stop.signal).then(
      ({ items }) => {
        log.take(items);
        log.take(early ?? []);
        early = null;
        show({});
      },
      (failed: unknown) => {
        if (!stop.signal.aborted) show({ failed });
      },
    );
    return () => {
      stop.abort();
      off();
      cancelAnimationFrame(scheduled);
    };
  }, [runId, level, words, enabled, onEvent]);
  return sifted;
}
