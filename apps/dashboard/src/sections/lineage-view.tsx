import type { VersionView } from '@trainyard/sections';
import { useId, useState } from 'react';
import { ChoiceBar } from './choice-bar.tsx';
import { LineagePath } from './lineage-path.tsx';
import { LineageTree } from './lineage-tree.tsx';
import classes from './lineage-view.module.css';
import { shownFirst, wayTo } from './lineage-way.ts';
import { VersionDetail } from './version-detail.tsx';

export interface LineageViewProps {
  versions: readonly VersionView[];
  heading: 'h3' | 'h4' | 'h5';
  /** The prompt in the library that they are versions of. */
  promptName: string | undefined;
  mayAct: boolean;
}

const shapes = [
  { label: 'All versions', value: 'tree' },
  { label: 'Step by step', value: 'way' },
] as const;

/**
 * Versions of a prompt: as a tree, where one of them is chosen and shown with what changed and what that did, or as the way
 * from the first to the chosen one.
 */
export function LineageView({ versions, heading, promptName, mayAct }: LineageViewProps) {
  const [shape, setShape] = useState<(typeof shapes)[number]['value']>('tree');
  const [chosen, setChosen] = useState<string | null>(null);
  const detail = useId();
  const version = versions.find(({ id }) => id === chosen) ?? shownFirst(versions);
  if (version === undefined) return null;
  const parent = versions.find(({ id }) => id === version.parent);
  return (
    <div className={classes.lineage}>
      <ChoiceBar label="How the versions are shown" choices={shapes} value={shape} onChange={setShape} />
      {shape === 'tree' ? (
        <div className={classes.columns}>
          <LineageTree versions={versions} chosen={version.id} onChoose={setChosen} controls={detail} />
          <section id={detail} className={classes.detail} aria-label={`Version ${version.id}`} aria-live="polite">
            <VersionDetail
              key={version.id}
              version={version}
              parent={parent}
              heading={heading}
              promptName={promptName}
              mayAct={mayAct}
            />
          </section>
        </div>
      ) : (
        <LineagePath versions={wayTo(versions, version)} heading={heading} />
      )}
    </div>
  );
}
