import { memo } from 'react';
import { type BuiltInView, patchOfView } from './built-in-views.ts';
import classes from './views.module.css';

export interface ViewTabsProps {
  views: readonly BuiltInView[];
  /** The id of the view that is seen, if it is one of them. */
  shown: string | undefined;
  change: (patch: Record<string, string | undefined>) => void;
}

/** The views that everybody has. */
export const ViewTabs = memo(function ViewTabs({ views, shown, change }: ViewTabsProps) {
  return (
    <fieldset className={classes.tabs}>
      <legend className="unseen">Views</legend>
      {views.map(({ id, title, hint, search }) => (
        <button
          key={id}
          type="button"
          className={classes.tab}
          aria-pressed={id === shown}
          title={hint}
          onClick={() => change(patchOfView(search))}
        >
          {title}
        </button>
      ))}
    </fieldset>
  );
});
