import type { Run } from '@trainyard/contracts';
import classes from './notes-line.module.css';

/** Note and tags of the run, where it has any. */
export function NotesLine({ run }: { run: Run }) {
  const tags = Object.entries(run.tags).map(([key, value]) => (value === '' ? key : `${key}=${value}`));
  if (run.notes === '' && tags.length === 0) return null;
  return (
    <div className={classes.line}>
      {tags.length > 0 && (
        <ul className={classes.tags} aria-label="Tags">
          {tags.map((tag) => (
            <li key={tag} title={tag}>
              <bdi>{tag}</bdi>
            </li>
          ))}
        </ul>
      )}
      {run.notes !== '' && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a long note scrolls, by keyboard too
        <section className={classes.notes} dir="auto" tabIndex={0} aria-label="Note">
          {run.notes}
        </section>
      )}
    </div>
  );
}
