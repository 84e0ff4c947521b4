import type { DiffStretch } from '@trainyard/prompts/text-diff';
import classes from '../text/text.module.css';

/** One of the two texts: what went is struck in the older one, what came is underlined in the newer one. */
export function DiffSide({
  stretches,
  side,
  label,
}: {
  stretches: readonly DiffStretch[];
  side: 'before' | 'after';
  label: string;
}) {
  const mine = stretches.filter(({ kind }) => kind === 'same' || kind === (side === 'before' ? 'removed' : 'added'));
  if (mine.length === 0) return <p className={classes.nothing}>Nothing is written here.</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={classes.text} dir="auto" tabIndex={0} aria-label={label}>
      {mine.map(({ kind, text }, i) => {
        // biome-ignore-start lint/suspicious/noArrayIndexKey: a stretch has no name but its place
        if (kind === 'removed') return <del key={i}>{text}</del>;
        if (kind === 'added') return <ins key={i}>{text}</ins>;
        return <span key={i}>{text}</span>;
        // biome-ignore-end lint/suspicious/noArrayIndexKey: a stretch has no name but its place
      })}
    </section>
  );
}
