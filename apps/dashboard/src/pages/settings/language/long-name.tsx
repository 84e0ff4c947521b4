import classes from './language.module.css';

/** Cut where it is longer than its column; whole in the tooltip. */
export function LongName({ text }: { text: string }) {
  return (
    <bdi className={classes.name} title={text}>
      {text}
    </bdi>
  );
}
