import { lazy, Suspense } from 'react';

export interface NavigationDrawerProps {
  opened: boolean;
  close: () => void;
}
const Opened = lazy(() => import('./opened-drawer.tsx'));

/** The side bar of narrow screens; loaded when it is first opened. */
export function NavigationDrawer(props: NavigationDrawerProps) {
  if (!props.opened) return null;
  return (
    <Suspense>
      <Opened {...props} />
    </Suspense>
  );
}
