import type { RunColumns } from '@trainyard/contracts';
import { useCallback, useEffect, useMemo } from 'react';
import { readColumns, type ShownColumn, usualColumns, writeColumns } from './column-list.ts';
import { keepColumns, keptColumns } from './kept-columns.ts';

interface ColumnsOfView {
  /** `cols` of the address. */
  written: string | undefined;
  /** Under which the columns are kept in this browser. */
  view: string;
  known: RunColumns | undefined;
  change: (patch: Record<string, string | undefined>, options?: { replace?: boolean }) => void;
}

/**
 * The columns of the address; else those last used with this view, which then go into the address, so that it can be
 * passed on; else the usual ones.
 */
export function useColumns({
  written,
  view,
  known,
  change,
}: ColumnsOfView): [columns: readonly ShownColumn[], setColumns: (columns: readonly ShownColumn[] | null) => void] {
  const kept = written === undefined ? keptColumns(view) : undefined;
  useEffect(() => {
    if (kept !== undefined) change({ cols: kept }, { replace: true });
  }, [kept, change]);
  const text = written ?? kept;
  const metrics = known?.metrics;
  const columns = useMemo(
    () => (text === undefined ? usualColumns(metrics ?? []) : readColumns(text)),
    [text, metrics],
  );
  const setColumns = useCallback(
    (next: readonly ShownColumn[] | null): void => {
      const cols = next === null ? null : writeColumns(next);
      keepColumns(view, cols);
      change({ cols: cols ?? undefined }, { replace: true });
    },
    [view, change],
  );
  return [columns, setColumns];
}
