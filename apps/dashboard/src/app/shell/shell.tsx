import { Outlet } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useRoute } from '../../api/use-route.ts';
import { useFocusOnNavigation } from '../focus-page.ts';
import { Keyboard } from '../keyboard/keyboard.tsx';
import { PageLoading } from '../page-loading.tsx';
import { Header } from './header.tsx';
import { KeptColours } from './kept-colours.tsx';
import { LiveUpdates } from './live-updates.tsx';
import { NavigationDrawer } from './navigation-drawer.tsx';
import classes from './shell.module.css';
import { SideBar } from './side-bar.tsx';

const SignInPage = lazy(() => import('../sign-in-page.tsx'));

/** What stands around every page: skip link, header, side bar, main. Without a session, the way to sign in. */
export function Shell() {
  const me = useRoute('me', {}, { freshMs: 60_000 });
  const [menuOpened, setMenuOpened] = useState(false);
  useFocusOnNavigation();
  if (me.error?.status === 401) {
    return (
      <Suspense>
        <SignInPage />
      </Suspense>
    );
  }
  return (
    <>
      <a className={classes.skip} href="#content">
        Skip to the content
      </a>
      <div className={classes.shell}>
        <Header openMenu={() => setMenuOpened(true)} />
        <SideBar className={classes.side} />
        <main id="content" className={classes.main} tabIndex={-1} data-scroll-restoration-id="content">
          <Suspense fallback={<PageLoading />}>
            <Outlet />
          </Suspense>
        </main>
      </div>
      <NavigationDrawer opened={menuOpened} close={() => setMenuOpened(false)} />
      <Keyboard />
      {me.data !== undefined && (
        <>
          <LiveUpdates />
          <KeptColours />
        </>
      )}
    </>
  );
}
