import type { VersionView } from '@trainyard/sections';
import classes from './lineage-view.module.css';
import { PartList } from './part-view.tsx';

/** Versions of a prompt as a tree: each below the one it was made from, its words folded behind it. */
export function LineageView({ versions, heading }: { versions: readonly VersionView[]; heading: 'h3' | 'h4' | 'h5' }) {
  return (
    <ol className={classes.versions}>
      {versions.map((version, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: ids may be alike
        <li key={i} style={{ marginInlineStart: `${Math.min(version.depth, 8) * 20}px` }}>
          <p className={classes.line}>
            <b>
              <bdi>{version.id}</bdi>
            </b>
            <bdi className={classes.title}>{version.title}</bdi>
            {version.parent !== null && (
              <span className={classes.from}>
                from <bdi>{version.parent}</bdi>
              </span>
            )}
            {version.facts.slice(0, 6).map((fact) => (
              <span key={fact.label} className={classes.fact}>
                <bdi>{fact.label}</bdi> <b>{fact.value}</b>
              </span>
            ))}
          </p>
          {version.parts.length > 0 && (
            <details className={classes.words}>
              <summary>
                Words of <bdi>{version.id}</bdi>
              </summary>
              <PartList parts={version.parts} heading={heading} />
            </details>
          )}
        </li>
      ))}
    </ol>
  );
}
