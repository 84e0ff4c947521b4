import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import type { SearchText } from './url-search.ts';

/**
 * The search of the address and the way to change parts of it. `undefined` takes a part out. A change makes a step for
 * the back button, unless it is typed letter by letter (`replace`).
 */
export function useSearchText(): [
  search: SearchText,
  change: (patch: Record<string, string | undefined>, options?: { replace?: boolean }) => void,
] {
  const search = useSearch({ strict: false }) as SearchText;
  const navigate = useNavigate();
  const change = useCallback(
    (patch: Record<string, string | undefined>, options: { replace?: boolean } = {}) => {
      void navigate({
        to: '.',
        search: (old: object) => ({ ...old, ...patch }) as never,
        replace: options.replace ?? false,
        resetScroll: false,
      });
    },
    [navigate],
  );
  return [search, change];
}
