import type { VersionView } from '@trainyard/sections';
import { FlipList } from './flip-list.tsx';
import classes from './lineage-view.module.css';
import { PartList } from './part-view.tsx';
import { UsePrompt } from './use-prompt.tsx';
import { VersionDiff } from './version-diff.tsx';
import { VersionStatusBadge } from './version-status.tsx';

export interface VersionDetailProps {
  version: VersionView;
  /** What it was made from, where that is among the versions. */
  parent: VersionView | undefined;
  heading: 'h3' | 'h4' | 'h5';
  promptName: string | undefined;
  mayAct: boolean;
}

/** One version: what changed in its words, what that did to the items, and what can be done with it. */
export function VersionDetail({ version, parent, heading: Heading, promptName, mayAct }: VersionDetailProps) {
  return (
    <>
      <div className={classes.head}>
        <Heading>
          <bdi>{version.id}</bdi>
        </Heading>
        {version.parent !== null && (
          <span className="muted">
            from <bdi>{version.parent}</bdi>
          </span>
        )}
        <VersionStatusBadge version={version} />
      </div>
      <p className={classes.why} dir="auto">
        {version.title}
      </p>
      {version.facts.length > 0 && (
        <p className={classes.facts}>
          {version.facts.map(({ label, value }) => (
            <span key={label}>
              <bdi>{label}</bdi> <b>{value}</b>
            </span>
          ))}
        </p>
      )}
      {mayAct && promptName !== undefined && version.number !== null && (
        <UsePrompt name={promptName} version={version.number} />
      )}
      {parent === undefined ? (
        <PartList parts={version.parts} heading={Heading} />
      ) : (
        <VersionDiff before={parent} after={version} heading={Heading} />
      )}
      {version.flips !== null && <FlipList flips={version.flips} heading={Heading} />}
    </>
  );
}
