import classes from './writing.module.css';

const shown = 5;

/** Why it cannot be saved as it is. */
export function FaultList({ faults, id }: { faults: readonly string[]; id?: string }) {
  return (
    <ul className={classes.faults} {...(id === undefined ? {} : { id })}>
      {faults.slice(0, shown).map((fault) => (
        <li key={fault}>{fault}</li>
      ))}
      {faults.length > shown && <li>… and {faults.length - shown} more</li>}
    </ul>
  );
}
