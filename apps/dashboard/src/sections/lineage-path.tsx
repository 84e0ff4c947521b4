import type { VersionView } from '@trainyard/sections';
import classes from './lineage-view.module.css';
import { PartList } from './part-view.tsx';
import { VersionDiff } from './version-diff.tsx';
import { VersionStatusBadge } from './version-status.tsx';

/** How the words came about: each version with what changed since the one before it. */
export function LineagePath({
  versions,
  heading: Heading,
}: {
  versions: readonly VersionView[];
  heading: 'h3' | 'h4' | 'h5';
}) {
  return (
    <ol className={classes.way}>
      {versions.map((version, i) => {
        const before = versions[i - 1];
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: ids may be alike
          <li key={i}>
            <div className={classes.head}>
              <Heading>
                <bdi>{version.id}</bdi>
              </Heading>
              <VersionStatusBadge version={version} />
              <span className={classes.facts}>
                {version.facts.slice(0, 4).map(({ label, value }) => (
                  <span key={label}>
                    <bdi>{label}</bdi> <b>{value}</b>
                  </span>
                ))}
              </span>
            </div>
            <p className={classes.why} dir="auto">
              {version.title}
            </p>
            {before === undefined ? (
              <PartList parts={version.parts} heading={Heading} />
            ) : (
              <VersionDiff before={before} after={version} heading={Heading} />
            )}
          </li>
        );
      })}
    </ol>
  );
}
