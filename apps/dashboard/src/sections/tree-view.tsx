import { formatCount, formatPercent, type TreeRow } from '@trainyard/sections';
import classes from './tree-view.module.css';

const mostRows = 400;

/** A decision tree, read from the top: each rule below the one it follows, with what it says and of how many. */
export function TreeView({ rows, title }: { rows: readonly TreeRow[]; title: string }) {
  const root = rows[0]?.samples ?? 0;
  const shown = rows.slice(0, mostRows);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a group that scrolls, and no form
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <div role="group" className={classes.frame} tabIndex={0} aria-label={`Nodes of ${title}`}>
      <ol className={classes.tree}>
        {shown.map((row) => (
          <li key={row.id} style={{ paddingInlineStart: `${Math.min(row.depth, 12) * 22}px` }} data-leaf={row.leaf}>
            <span className="unseen">Level {row.depth + 1}:</span>
            <bdi className={classes.rule} title={row.rule ?? undefined}>
              {row.rule ?? 'all samples'}
            </bdi>
            <span className={classes.says}>
              <bdi className={classes.label} title={row.label}>
                {row.label}
              </bdi>
              <span className={classes.figure}>{formatPercent(row.share, 0)}</span>
              <span className={classes.track} aria-hidden="true">
                <span style={{ width: `${root > 0 ? Math.max(1, (100 * row.samples) / root) : 0}%` }} />
              </span>
              <span className={classes.count}>{formatCount(row.samples)}</span>
            </span>
          </li>
        ))}
      </ol>
      {rows.length > shown.length && (
        <p className={classes.more}>
          The first {shown.length} of {rows.length} nodes; the table has more.
        </p>
      )}
    </div>
  );
}
