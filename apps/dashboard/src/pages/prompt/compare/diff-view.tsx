import type { PromptVersion } from '@trainyard/contracts';
import type { DiffStretch } from '@trainyard/prompts/text-diff';
import { ErrorState } from '../../../components/error-state.tsx';
import { LoadingState } from '../../../components/loading-state.tsx';
import { usePromptDiff } from '../../../prompt-diff/use-prompt-diff.ts';
import classes from './compare.module.css';
import { DiffSide } from './diff-side.tsx';
import { changeWords, isChanged } from './diff-words.ts';

/** Two versions, part by part, with what changed marked. */
export function DiffView({ before, after }: { before: PromptVersion; after: PromptVersion }) {
  const answer = usePromptDiff(before, after);
  if (answer.kind === 'working') return <LoadingState rows={4} what="Comparing the versions" />;
  if (answer.kind === 'failed') return <ErrorState error={answer.error} />;
  const { system, output, examples } = answer.diff;
  const parts: { title: string; stretches: readonly DiffStretch[] }[] = [
    { title: 'System part', stretches: system },
    { title: 'Output part', stretches: output },
    ...examples.flatMap((example, i) => [
      { title: `Input of example ${i + 1}`, stretches: example.input },
      { title: `Output of example ${i + 1}`, stretches: example.output },
    ]),
  ].filter(({ stretches }) => stretches.length > 0);
  const changed = parts.filter(({ stretches }) => isChanged(stretches));
  const unchanged = parts.filter(({ stretches }) => !isChanged(stretches));
  return (
    <div className={classes.diff}>
      <p className={classes.summary} role="status">
        From version {before.version} to {after.version}: {changeWords(answer.diff)}.{' '}
        <span className="muted">
          <del>Struck</del> words are gone, <ins>underlined</ins> ones came.
        </span>
      </p>
      {changed.map(({ title, stretches }) => (
        <div key={title} className={classes.part}>
          <h3>{title}</h3>
          <div className={classes.sides}>
            {[
              { side: 'before' as const, version: before.version },
              { side: 'after' as const, version: after.version },
            ].map(({ side, version }) => (
              <div key={side} className={classes.side}>
                <span className={classes.of}>Version {version}</span>
                <DiffSide stretches={stretches} side={side} label={`${title} of version ${version}`} />
              </div>
            ))}
          </div>
        </div>
      ))}
      {unchanged.length > 0 && (
        <p className={classes.summary}>
          <span className="muted">Unchanged:</span> {unchanged.map(({ title }) => title.toLowerCase()).join(', ')}.
        </p>
      )}
    </div>
  );
}
