import { Link } from '@tanstack/react-router';
import type { SearchText } from '../../../app/url-search.ts';
import { type BuiltInView, patchOfView, showsView } from './built-in-views.ts';
import classes from './views.module.css';

/** The views that everybody has. */
export function ViewTabs({ views, search }: { views: readonly BuiltInView[]; search: SearchText }) {
  return (
    <nav className={classes.tabs} aria-label="Views">
      {views.map((view) => (
        <Link
          key={view.id}
          to="/runs"
          search={(old: object) => ({ ...old, ...patchOfView(view.search) }) as never}
          activeOptions={{ exact: true, includeSearch: true }}
          className={classes.tab ?? ''}
          aria-current={showsView(search, view.search) ? 'true' : 'false'}
        >
          {view.title}
        </Link>
      ))}
    </nav>
  );
}
