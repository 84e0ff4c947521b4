import type { DiffStretch } from '@trainyard/prompts/text-diff';
import type { VersionView } from '@trainyard/sections';
import { useMemo } from 'react';
import { ErrorState } from '../components/error-state.tsx';
import { LoadingState } from '../components/loading-state.tsx';
import { usePromptDiff } from '../prompt-diff/use-prompt-diff.ts';
import { diffParts } from './diff-parts.ts';
import { textsOf } from './lineage-way.ts';
import classes from './version-diff.module.css';

export interface VersionDiffProps {
  before: VersionView;
  after: VersionView;
  heading: 'h3' | 'h4' | 'h5';
}

/** What changed in the words of a prompt, part by part: what went is struck, what came is underlined. */
export function VersionDiff({ before, after, heading: Heading }: VersionDiffProps) {
  const [from, to] = useMemo(() => [textsOf(before.parts), textsOf(after.parts)] as const, [before, after]);
  const answer = usePromptDiff(from, to);
  if (answer.kind === 'working') return <LoadingState rows={3} what="Comparing the versions" />;
  if (answer.kind === 'failed') return <ErrorState error={answer.error} />;
  return (
    <div className={classes.parts}>
      {diffParts(answer.diff).map(({ title, stretches, changed }) => (
        <div key={title}>
          <div className={classes.title}>
            <Heading>{title}</Heading>
            {!changed && <span className="muted">unchanged</span>}
          </div>
          <Stretches stretches={stretches} label={`${title}: from ${before.id} to ${after.id}`} />
        </div>
      ))}
    </div>
  );
}

function Stretches({ stretches, label }: { stretches: readonly DiffStretch[]; label: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={classes.text} dir="auto" tabIndex={0} aria-label={label}>
      {stretches.map(({ kind, text }, i) => {
        // biome-ignore-start lint/suspicious/noArrayIndexKey: a stretch has no name but its place
        if (kind === 'removed') return <del key={i}>{text}</del>;
        if (kind === 'added') return <ins key={i}>{text}</ins>;
        return <span key={i}>{text}</span>;
        // biome-ignore-end lint/suspicious/noArrayIndexKey: a stretch has no name but its place
      })}
    </section>
  );
}
