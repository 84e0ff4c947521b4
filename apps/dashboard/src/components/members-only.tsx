import type { ReactNode } from 'react';
import { useRoute } from '../api/use-route.ts';

/** False for a viewer: whatever would be refused after the click is not offered. The server decides in any case. */
export function useMayChange(): boolean {
  const me = useRoute('me', {}, { freshMs: 60_000 });
  return me.data?.role !== 'viewer';
}

/** Actions that a viewer does not have. */
export function MembersOnly({ children }: { children: ReactNode }) {
  return useMayChange() ? children : null;
}
