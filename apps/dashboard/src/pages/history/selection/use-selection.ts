import { type Dispatch, type SetStateAction, useEffect, useRef, useState } from 'react';
import { readSelection, type Selection, writeSelection } from './selected-numbers.ts';

const writeAfterMs = 250;

/** Selected runs, over all pages of the table. They go into the address a moment later, and come from it. */
export function useSelection(
  written: string | undefined,
  change: (patch: Record<string, string | undefined>, options?: { replace?: boolean }) => void,
): [selection: Selection, setSelection: Dispatch<SetStateAction<Selection>>] {
  const [selection, setSelection] = useState(() => readSelection(written));
  const lastWritten = useRef(written ?? '');
  useEffect(() => {
    // The back button, or a link to other runs.
    if ((written ?? '') === lastWritten.current) return;
    lastWritten.current = written ?? '';
    setSelection(readSelection(written));
  }, [written]);
  useEffect(() => {
    const text = writeSelection(selection);
    if (text === lastWritten.current) return;
    const timer = setTimeout(() => {
      lastWritten.current = text;
      change({ sel: text === '' ? undefined : text }, { replace: true });
    }, writeAfterMs);
    return () => clearTimeout(timer);
  }, [selection, change]);
  return [selection, setSelection];
}
