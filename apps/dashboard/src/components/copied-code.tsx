import classes from './copied-code.module.css';
import { CopyButton } from './copy-button.tsx';

/** A digest or a reference, cut where there is no room for it, and a button that copies the whole. */
export function CopiedCode({ text, what }: { text: string; what: string }) {
  return (
    <span className={classes.line}>
      <code className="cut" title={text}>
        {text}
      </code>
      <CopyButton text={text} what={what} />
    </span>
  );
}
