import type { SearchText } from '../../../app/url-search.ts';
import { type BuiltInView, patchOfView, showsView } from './built-in-views.ts';
import classes from './views.module.css';

export interface ViewTabsProps {
  views: readonly BuiltInView[];
  search: SearchText;
  change: (patch: Record<string, string | undefined>) => void;
}

/** The views that everybody has. */
export function ViewTabs({ views, search, change }: ViewTabsProps) {
  return (
    <fieldset className={classes.tabs}>
      <legend className="unseen">Views</legend>
      {views.map(({ id, title, hint, search: shown }) => (
        <button
          key={id}
          type="button"
          className={classes.tab}
          aria-pressed={showsView(search, shown)}
          title={hint}
          onClick={() => change(patchOfView(shown))}
        >
          {title}
        </button>
      ))}
    </fieldset>
  );
}
