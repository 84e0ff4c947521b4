import { Button } from '@mantine/core';
import { problemText } from '../api/problem-text.ts';
import { asProblem } from '../api/use-action.ts';
import classes from './page-states.module.css';

/** What failed and what to do, in the server's own words. */
export function ErrorState({ error, retry }: { error: unknown; retry?: (() => void) | undefined }) {
  const { title, lines } = problemText(asProblem(error));
  return (
    <div className={classes.state} role="alert">
      <p className={classes.title}>{title}</p>
      {lines.map((line) => (
        <p key={line} className={classes.text}>
          {line}
        </p>
      ))}
      {retry !== undefined && (
        <div className={classes.action}>
          <Button variant="default" onClick={retry}>
            Try again
          </Button>
        </div>
      )}
    </div>
  );
}
