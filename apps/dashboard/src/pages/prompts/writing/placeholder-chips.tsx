import classes from './writing.module.css';

const shown = 24;

export function PlaceholderChips({ names }: { names: readonly string[] }) {
  return (
    <span className={classes.chips}>
      {names.slice(0, shown).map((name) => (
        <code key={name} className={classes.chip}>{`{{${name}}}`}</code>
      ))}
      {names.length > shown && <span className="muted">and {names.length - shown} more</span>}
    </span>
  );
}
